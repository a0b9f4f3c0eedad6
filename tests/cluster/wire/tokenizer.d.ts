/** The part of the driver's own tokenizers that tests compare with. */
declare const tokenizers: {
  Murmur3Tokenizer: new () => { hash(key: Uint8Array): object };
};
export default tokenizers;
