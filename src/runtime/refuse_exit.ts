/**
 * Keeps a scenario from ending the process or its thread, which would lose what was measured: from now on, a call of
 * `Deno.exit`, `process.exit` or `close` throws.
 *
 * @param onCall is called with the sentence of the error, also when the scenario catches that
 */
export function refuseExit(onCall: (message: string) => void): void {
  function refuse(owner: object, name: string): void {
    function refused(code?: number): never {
      const message = `The scenario called ${name}(${code ?? ""}), which is refused`;
      onCall(message);
      throw new Error(message);
    }
    Object.assign(owner, { [name]: refused });
  }
  // `process.exit` calls that of Deno.
  refuse(Deno, "exit");
  refuse(globalThis, "close");
}
