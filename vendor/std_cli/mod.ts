/** Stands in for jsr:@std/cli, of which cassbench uses this part, where JSR cannot be reached. @module */
export * from "./parse_args.ts";
