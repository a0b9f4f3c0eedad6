import config from "../../deno.json" with { type: "json" };

/** What `deploy/lay_out.ts` adds to the settings. */
const { program }: { readonly program?: string } = config as object;

/** Whether this is the image or the program in one file, which bring their packages along and have no checkout. */
export const isLaidOut: boolean = program !== undefined;

/** How a person starts this program. */
export const PROGRAM: string = program ?? "deno run -A mod.ts";
