import type { z } from "zod";

/** A setting, described once: its check, default, flag, help and documentation follow from this. */
export interface Setting<Value = unknown> {
  /** What values it may have; `description` says it in words. */
  readonly schema: z.ZodType;
  /** Its value when nothing else is said. */
  readonly default?: Value;
  /** Its default in words, where it depends on other settings; the plan computes it. */
  readonly defaultWords?: string;
  /** Its flag on the command line; `matrix` has none, as each of its axes is a flag. */
  readonly flag?: SettingFlag;
  /** The flags of a setting that is an object: those of its fields that have one, `--setting-field`. */
  readonly fields?: Readonly<Record<string, SettingFlag & { readonly help: string }>>;
  /** Fields of the scenario of which one must be there too. */
  readonly beside?: readonly ("rate" | "stages" | "steps" | "populate")[];
  /** What it is, in at most 45 characters. */
  readonly help: string;
}

/** How the command line writes a setting. */
export interface SettingFlag {
  /** Without the dashes. @default the setting's name in kebab case */
  readonly name?: string;
  /** How the text after the flag is read. */
  readonly kind:
    | "number"
    | "numbers"
    | "duration"
    | "text"
    | "texts"
    | "repeated"
    | "stages"
    | "replication"
    | "speculative"
    | "events"
    | "faults"
    | "switch";
  /** An example of that text; a switch has none. */
  readonly example?: string;
  /** The value that a switch stands for, and what it does. */
  readonly means?: boolean;
  readonly help?: string;
}
