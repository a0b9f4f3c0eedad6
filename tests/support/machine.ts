/** Lets the machine have so many processors while a test runs. */
export async function onMachineOf(processors: number, test: () => Promise<void>): Promise<void> {
  Object.defineProperty(navigator, "hardwareConcurrency", {
    ...{ value: processors, configurable: true },
  });
  try {
    await test();
  } finally {
    Reflect.deleteProperty(navigator, "hardwareConcurrency");
  }
}
