/** Compares a text with its snapshot as it is, so that the snapshot reads as the page does. */
export async function assertText(t: Deno.TestContext, text: string): Promise<void> {
  await t.assertSnapshot(text, { serializer: (text) => `\n${text}\n` });
}
