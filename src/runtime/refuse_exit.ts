/**
 * Keeps a scenario from ending the process or its thread, which would lose what was measured: from now on, a call of
 * `Deno.exit`, `process.exit` or `close` throws.
 *
 * @param onCall is called with the sentence of the error, also when the scenario catches that
 */
export function refuseExit(onCall: (message: string) => void): void {
  function refuse(name: string): (code?: number) => never {
    return (code) => {
      const message = `The scenario called ${name}(${code ?? ""}), which is refused`;
      onCall(message);
      throw new Error(message);
    };
  }
  // `process.exit` calls this one, too.
  Object.assign(Deno, { exit: refuse("Deno.exit") });
  Object.assign(globalThis, { close: refuse("close") });
}
