import { mkdirSync } from "node:fs"
import { dirname } from "node:path"
import type { DatabaseSync, StatementSync } from "node:sqlite"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import type { LoggedVisitor, NoteVisitor } from "../access-logs/shipping/shipped-access.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"

const keptVisitor = z.object({
  token: ownString(),
  network: ownString(),
  account: ownString().nullable(),
  session: ownString().nullable(),
})

/** Whom a token stands for. */
export type KeptVisitor = z.infer<typeof keptVisitor>

/**
 * Whom each token stands for, on the carrier's own disk. The hub knows tokens and fingerprints, and no address. Nothing
 * of this file leaves the carrier.
 */
export type TokenStore = NoteVisitor & {
  /** Makes durable what was noted. */
  commit(): void
  /** Those of the tokens that are known. */
  visitorsOf(tokens: readonly string[]): readonly KeptVisitor[]
  /** All tokens that were seen at a network. */
  tokensAt(network: string): readonly KeptVisitor[]
  close(): void
}

/** A restriction can be renewed for 30 days. */
export const keptDays = 32
const daySeconds = 86_400
/** Tokens whose note of today is known to be in the store. */
const rememberedTokens = 200_000

const schema = `
  create table if not exists visitors (
    token text primary key, network text not null, account text, session text,
    firstAt integer not null, lastAt integer not null
  ) without rowid;
  create index if not exists bySession on visitors (session, firstAt) where session is not null;
  create index if not exists byNetwork on visitors (network);
  create index if not exists byLastAt on visitors (lastAt);
`

/**
 * Opens the store, and deletes what was last seen more than 32 days ago. Several processes may have it open: one ships,
 * one enforces.
 *
 * @param now epoch seconds
 * @throws CommandStopped when Node.js has no SQLite, or the file is no such store
 */
export async function openTokenStore(path: string, now: number = Date.now() / 1_000): Promise<TokenStore> {
  const database = await openDatabase(path)
  database.prepare("delete from visitors where lastAt < ?").run(Math.floor(now) - keptDays * daySeconds)
  return storeOn(database)
}

async function openDatabase(path: string): Promise<DatabaseSync> {
  const sqlite = await import("node:sqlite").catch(() => undefined)
  if (sqlite === undefined) throw new CommandStopped("stopped", "The store of tokens takes Node.js 22.13 or newer.")
  try {
    mkdirSync(dirname(path), { recursive: true })
    const database = new sqlite.DatabaseSync(path, { timeout: 10_000 })
    // Readers and the one writer do not wait for each other. Deleted values are overwritten.
    database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on;")
    database.exec(schema)
    return database
  } catch {
    throw new CommandStopped("unusableFile", `${path} is no store of tokens, or cannot be written.`)
  }
}

const upsertVisitor = `
  insert into visitors (token, network, account, session, firstAt, lastAt) values (?, ?, ?, ?, ?, ?)
  on conflict (token) do update set firstAt = min(firstAt, excluded.firstAt), lastAt = max(lastAt, excluded.lastAt)`

function storeOn(database: DatabaseSync): TokenStore {
  const upsert = database.prepare(upsertVisitor)
  const first = database.prepare("select min(firstAt) as at from visitors where session = ?")
  const byToken = database.prepare("select token, network, account, session from visitors where token = ?")
  const byNetwork = database.prepare("select token, network, account, session from visitors where network = ?")
  const noted = new Map<string, number>()
  const sessions = new Map<string, number>()
  let isOpen = false
  return {
    note(token, visitor, at) {
      const day = Math.floor(at / daySeconds)
      if (noted.get(token) === day) return
      if (noted.size >= rememberedTokens) noted.clear()
      noted.set(token, day)
      if (!isOpen) database.exec("begin immediate")
      isOpen = true
      write(upsert, token, visitor, at)
    },
    sessionFirstSeen(session) {
      const known = sessions.get(session)
      if (known !== undefined) return known
      const { at } = firstSeen.parse(first.get(session))
      if (at === null) return undefined
      if (sessions.size >= rememberedTokens) sessions.clear()
      sessions.set(session, at)
      return at
    },
    commit() {
      if (isOpen) database.exec("commit")
      isOpen = false
    },
    visitorsOf: (tokens) => tokens.flatMap((token) => keptVisitor.array().parse(byToken.all(token))),
    tokensAt: (network) => keptVisitor.array().parse(byNetwork.all(network)),
    close() {
      if (isOpen) database.exec("commit")
      database.close()
    },
  }
}

const firstSeen = z.object({ at: z.number().nullable() })

function write(upsert: StatementSync, token: string, visitor: LoggedVisitor, at: number): void {
  const { network, account = null, session = null } = visitor
  const second = Math.floor(at)
  upsert.run(token, network, account, session, second, second)
}
