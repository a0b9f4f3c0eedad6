/// <reference lib="dom" />
/** The list of contents shows which section is read. */

/** Where on the screen the reader reads: the section that crosses this line is the current one. */
const READING_LINE = "-25% 0px -75% 0px";

/** Marks the link of the section that is read. */
export function followSections(): void {
  const nav = document.querySelector<HTMLElement>(".contents");
  if (nav === null) return;
  const links = new Map<string, HTMLElement>();
  for (const link of nav.querySelectorAll<HTMLElement>("a")) {
    links.set(link.getAttribute("href") ?? "", link);
  }
  const observer = new IntersectionObserver((entries) => {
    const entered = entries.find(({ isIntersecting }) => isIntersecting)?.target;
    const link = links.get(`#${entered?.getAttribute("aria-labelledby")}`);
    if (link === undefined) return;
    for (const other of nav.querySelectorAll("[aria-current]")) {
      other.removeAttribute("aria-current");
    }
    link.setAttribute("aria-current", "true");
    reveal(nav, link);
  }, { rootMargin: READING_LINE });
  for (const part of document.querySelectorAll("header[aria-labelledby], section")) {
    observer.observe(part);
  }
}

/** Scrolls the list, and not the page, to a link that is out of sight. */
function reveal(nav: HTMLElement, link: HTMLElement): void {
  const [outer, inner] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
  const isHidden = inner.left < outer.left || inner.right > outer.right ||
    inner.top < outer.top || inner.bottom > outer.bottom;
  if (!isHidden) return;
  nav.scrollBy({
    left: inner.left - outer.left - (outer.width - inner.width) / 2,
    top: nav.scrollHeight > nav.clientHeight
      ? inner.top - outer.top - (outer.height - inner.height) / 2
      : 0,
  });
}
