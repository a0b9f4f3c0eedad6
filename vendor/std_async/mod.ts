/** Stands in for jsr:@std/async, of which cassbench uses these parts, where JSR cannot be reached. @module */
export * from "./deadline.ts";
export * from "./delay.ts";
export * from "./pool.ts";
