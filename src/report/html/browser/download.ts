/// <reference lib="dom" />
/** The documents in a page, to download: their files are made here, so nothing is asked of the network. */

/** Makes the buttons work, which are hidden where no script runs. */
export function offerDownloads(): void {
  const documents = document.querySelectorAll<HTMLElement>("script.data");
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-download]")) {
    const data = documents[Number(button.dataset.download)];
    if (data === undefined) continue;
    button.hidden = false;
    button.addEventListener("click", () => download(data));
  }
}

function download(data: HTMLElement): void {
  const text = JSON.stringify(JSON.parse(data.textContent ?? ""), undefined, 2);
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = data.dataset.name ?? "result.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
