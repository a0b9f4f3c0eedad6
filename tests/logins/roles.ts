import { open, type OpenTarget } from "../support/targets.ts";

/** The password of every role of these tests, which nothing may show. */
export const CANARY = "c4nary-in-the-mine";

/** The superuser of a new Cassandra. */
const ADMIN = { username: "cassandra", password: "cassandra" };

/** The keyspace whose table is there. */
export const KEYSPACE = "logins";

/** The roles of these tests, with what each may do. */
const ROLES: Readonly<Record<string, { options?: string; grants?: readonly string[] }>> = {
  guest: {},
  locked: { options: "LOGIN = false" },
  writer: { grants: [`MODIFY ON KEYSPACE ${KEYSPACE}`] },
  member: { grants: [`MODIFY ON KEYSPACE ${KEYSPACE}`, `SELECT ON KEYSPACE ${KEYSPACE}`] },
  creator: { grants: ["CREATE ON ALL KEYSPACES"] },
  watcher: {
    grants: [
      `MODIFY ON KEYSPACE ${KEYSPACE}`,
      `SELECT ON KEYSPACE ${KEYSPACE}`,
      "SELECT ON KEYSPACE system_views",
      "SELECT ON KEYSPACE system_traces",
    ],
  },
};

let admin: Promise<OpenTarget> | undefined;

/** Sends statements as the superuser. */
export async function asAdmin(point: string, statements: readonly string[]): Promise<void> {
  const { session } = await (admin ??= open({ contactPoints: [point], ...ADMIN }, KEYSPACE, []));
  for (const cql of statements) await session.execute(cql);
}

/** Logs the superuser out. */
export async function closeAdmin(): Promise<void> {
  await (await admin)?.close();
}

/** The statements that make a role with the password of these tests. */
export function roleStatements(
  role: string,
  { options = "LOGIN = true", grants = [] }: (typeof ROLES)[string] = {},
): string[] {
  return [
    `CREATE ROLE ${role} WITH PASSWORD = '${CANARY}' AND ${options}`,
    ...grants.map((grant) => `GRANT ${grant} TO ${role}`),
  ];
}

/** Makes the table that is there, and the roles. */
export async function makeRoles(point: string): Promise<void> {
  await asAdmin(point, [
    `CREATE TABLE ${KEYSPACE}.item (id int PRIMARY KEY, name text)`,
    "CREATE ROLE bare WITH LOGIN = true",
    ...Object.entries(ROLES).flatMap(([role, what]) => roleStatements(role, what)),
  ]);
}

/** Where a role logs in. */
export function target(point: string, username: string, password = CANARY) {
  return { contactPoints: [point], username, password: () => password };
}
