import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { type Copied, copyRows } from "./copy-rows.ts"
import { openErasureList, tablesOfShipments, tablesToEraseAgain } from "./erasure-list.ts"
import { type RegisterTable, registerTables } from "./register-table-names.ts"
import { openRegister, restoreActions } from "./register-tables.ts"

export type RestoreOptions = StageOptions & {
  readonly table?: RegisterTable
  readonly from?: string
  readonly yes?: true
}

/**
 * Copies rows of a restored table back, or says how many it would copy.
 *
 * @throws CommandStopped if it cannot
 */
export async function restoreRegister({ options, onStep }: Invocation<RestoreOptions>): Promise<Outcome> {
  const { table, from, yes } = options
  try {
    const reached = await reachStage(options)
    if (table === undefined || from === undefined) throw notSaid(reached.outputs)
    const to = tableName(reached.outputs, table)
    if (to === "") throw new CommandStopped("wrongUsage", `The stage has no table ${table}: its file leaves it out.`)
    const copied = await copyFrom(reached, { table, from, to }, { mayWrite: yes === true, onStep })
    const isDone = yes === true || copied.missing === 0
    return {
      data: { table, from, to, ...copied },
      text: inWords(copied, { from, to, wrote: yes === true }),
      status: isDone ? exitStatus.fine : exitStatus.needsPerson,
    }
  } catch (error) {
    throw stopReason(error, restoreActions)
  }
}

/** Copies rows of a restored table. Of shipments, it leaves out what was erased, and has the hub look again. */
async function copyFrom(
  { connection, outputs }: ReachedStage,
  { table, from, to }: { readonly table: RegisterTable; readonly from: string; readonly to: string },
  how: Parameters<typeof copyRows>[1],
): Promise<Copied> {
  const list = tablesToEraseAgain.includes(table)
    ? await openErasureList(connection, {
        tableName: tableName(outputs, "Erasures"),
        secretArn: outputs("KeyedHashSecretArn") ?? "",
      })
    : undefined
  try {
    const withoutErased = tablesOfShipments.includes(table) ? list?.withoutErased : undefined
    const names = { from, to, ...(withoutErased === undefined ? {} : { withoutErased }) }
    const register = await openRegister(connection, table, names)
    const copied = await copyRows(register, how).finally(register.close)
    if (how.mayWrite && list !== undefined) how.onStep(`${await list.replay()} erasures will be done again`)
    return copied
  } finally {
    list?.close()
  }
}

type Outputs = (name: string) => string | undefined

const tableName = (outputs: Outputs, table: RegisterTable): string => outputs(`${table}TableName`) ?? ""

function notSaid(outputs: Outputs): CommandStopped {
  const own = registerTables.map((table) => `${table} is ${tableName(outputs, table)}`).join(", ")
  return new CommandStopped("wrongUsage", `Say which table with --table, and its copy with --from. ${own}.`)
}

function inWords(
  { read, erased, missing, written }: Copied,
  { from, to, wrote }: { readonly from: string; readonly to: string; readonly wrote: boolean },
): string {
  const leftOut = erased === 0 ? "" : ` ${erased} more are of erased shipments and stay away.`
  const counted = `${from} has ${read} rows, of which ${to} lacked ${missing}.${leftOut}`
  if (wrote) return `${counted} ${written} were copied. No row that was there was changed.\n`
  return missing === 0 ? `${counted} There is nothing to copy.\n` : `${counted} Add --yes to copy them.\n`
}
