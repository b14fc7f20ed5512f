import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { synthesise } from "./synthesised-exchange.ts"

const typesById = z.record(z.string(), z.string())
const stateful = z
  .object({ data: typesById, parties: typesById, functions: typesById })
  .parse(JSON.parse(readFileSync(new URL("stateful-resources.json", import.meta.url), "utf8")))

/** The types whose resources hold something that a replacement would lose: rows, messages, keys, logs, an address. */
const statefulTypes = new Set(Object.values({ ...stateful.data, ...stateful.parties, ...stateful.functions }))

// A stage with a sender has no topics of parties.
const stages = {
  dev: await synthesise("dev", { settings: { mail: undefined } }),
  prod: await synthesise("prod", { settings: { mail: undefined } }),
}

describe.each(Object.entries(stages))("in stage %s", (_, { data, groups, around }) => {
  const [parties] = groups
  if (parties === undefined) throw new Error("there is no group of parties")
  const typesOf = ({ Resources }: typeof data) =>
    Object.fromEntries(
      Object.entries(Resources).flatMap(([id, { Type }]) => (statefulTypes.has(Type) ? [[id, Type]] : [])),
    )

  // CloudFormation replaces a resource whose logical id changes. If one has to go, delete its line here and say why.
  it("every table, bus, key, queue, bucket, secret, topic and log group keeps its logical id", () => {
    expect(typesOf(data)).toMatchObject(stateful.data)
    expect(typesOf(parties)).toMatchObject(stateful.parties)
    expect(typesOf(around)).toMatchObject(stateful.functions)
  })

  it("every new one that holds data is listed, so that a later change keeps it too", () => {
    expect(stateful.data).toMatchObject(typesOf(data))
    expect(stateful.parties).toMatchObject(typesOf(parties))
  })
})
