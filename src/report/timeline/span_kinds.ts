import type { Span } from "../../result/timeline.ts";

/** What each kind of span is in words, in the order of legends. */
export const SPAN_KINDS: Readonly<Record<Span["kind"], string>> = {
  latency: "injected latency",
  request: "request",
  server: "at a node",
  compute: "computing",
  wait: "waiting",
  step: "other time of a step",
};

/** The note on pages in which some work made others wait. */
export const BLOCKING = "keeps the thread busy: what runs beside it waits for it";
