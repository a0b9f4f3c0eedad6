/**
 * How often a keyspace keeps each row: on this many nodes of the whole cluster (SimpleStrategy), or of each of these data
 * centers, `{ dc1: 3, dc2: 2 }` (NetworkTopologyStrategy).
 */
export type Replication = number | Readonly<Record<string, number>>;

/** A keyspace, and how it is made where it is missing. One that is there is never altered. */
export interface Keyspace {
  /** 1 to 48 letters, digits or underscores. */
  readonly name: string;
  /** How often it keeps each row. @default three times in the local data center, or as often as it has nodes */
  readonly replication?: Replication;
  /** Whether writes go to the commit log. @default {true} */
  readonly durableWrites?: boolean;
}

/** What settings say of the keyspace. */
interface KeyspaceSettings {
  readonly keyspace?: string | Keyspace | undefined;
  readonly replication?: Replication | undefined;
}

/**
 * The keyspace of a scenario where options say something else of it: a name leaves the rest as it is, and a replication
 * replaces that of either place.
 */
export function mergeKeyspace(own: KeyspaceSettings, override: KeyspaceSettings): KeyspaceSettings {
  const keyspace = override.keyspace === undefined
    ? own.keyspace
    : typeof override.keyspace === "string" && isKeyspace(own.keyspace)
    ? { ...own.keyspace, name: override.keyspace }
    : override.keyspace;
  if (override.replication !== undefined) {
    if (!isKeyspace(keyspace)) return { keyspace, replication: override.replication };
    const { replication: _, ...rest } = keyspace;
    return { keyspace: rest, replication: override.replication };
  }
  const isReplaced = isKeyspace(override.keyspace) && override.keyspace.replication !== undefined;
  return { keyspace, replication: isReplaced ? undefined : own.replication };
}

function isKeyspace(value: KeyspaceSettings["keyspace"]): value is Keyspace {
  return typeof value === "object" && value !== null;
}

/** The keyspace and the replication as settings that are apart. */
export function splitKeyspace(
  { keyspace, replication }: KeyspaceSettings,
): { keyspace?: string; replication?: Replication; durableWrites?: boolean } {
  if (!isKeyspace(keyspace)) {
    return { ...keyspace !== undefined && { keyspace }, ...replication && { replication } };
  }
  const { name, durableWrites } = keyspace;
  const asked = replication ?? keyspace.replication;
  return {
    keyspace: name,
    ...asked !== undefined && { replication: asked },
    ...durableWrites !== undefined && { durableWrites },
  };
}
