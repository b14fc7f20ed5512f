import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@jest/globals"
import * as z from "zod"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"

/** By law: the hash of each edition, the first one first. */
const hashes = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "editions.json"), "utf8")))

it.each(lawCatalogue.map((law) => [law.id, law] as const))(
  "%s has a new edition whenever its text changed: add the hash to editions.json, and raise edition by one",
  (id, { edition, hash }) => {
    const { [id]: known = [] } = hashes
    expect({ edition, hash }).toEqual({ edition: known.length, hash: known.at(-1) })
  },
)
