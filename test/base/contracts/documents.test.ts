import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { allParts, type Parts } from "../../../functions/parts.ts"
import { eventCatalogue } from "../../../infra/cli/documents/event-catalogue.ts"
import { eventPicture } from "../../../infra/cli/documents/event-picture.ts"
import {
  keptDocuments,
  madeDocuments,
  snapshotPath,
  snapshotsFolder,
  snapshotText,
} from "../../../infra/cli/documents/generated-files.ts"
import { eventSchema, jsonSchemaOf, readSchema } from "../../../infra/cli/documents/json-schema.ts"
import { openApi } from "../../../infra/cli/documents/open-api.ts"
import { documentedRoutes } from "../../../infra/cli/documents/routes.ts"
import { breakingChanges } from "../../../infra/cli/documents/schema-compatibility.ts"
import { deploymentsIn, loadDeployments, partsOfRoute, servesRoute } from "../../../infra/function-deployments.ts"
import { catalogue } from "../../../shared/base/contracts/catalogue.ts"
import { defineEvent, type EventContract } from "../../../shared/base/contracts/define-event.ts"
import { optionalParts } from "../../../shared/base/platform/resource-variables.ts"

const project = resolve(import.meta.dirname, "../../..")
const contracts = catalogue.map((contract): [string, EventContract] => [contract.name, contract])
const made = await madeDocuments()
const text = (path: string) => readFileSync(join(project, path), "utf8")

describe("generated documents", () => {
  it.each([...keptDocuments()])("are up to date: %s (else run `npm run generate`)", (path, expected) => {
    expect(text(path)).toBe(expected)
  })

  it("include an AsyncAPI document that its parser finds nothing wrong with", async () => {
    const program =
      'import { Parser } from "@asyncapi/parser"; import { text } from "node:stream/consumers"; ' +
      "const { diagnostics } = await new Parser().parse(await text(process.stdin)); " +
      "process.stdout.write(JSON.stringify(diagnostics.map(({ message, path }) => [message, path.join('.')])))"
    // In a process of its own: what it imports is large and made for CommonJS.
    const running = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program])
    running.child.stdin?.end(made.get("asyncapi.json"))
    expect(JSON.parse((await running).stdout)).toEqual([])
  }, 60_000)

  it("define everything that they refer to", () => {
    for (const name of ["asyncapi", "openapi"]) {
      const document: unknown = JSON.parse(made.get(`${name}.json`) ?? "{}")
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
        ([, pointer]) => pointer ?? "",
      )
      expect(references.length).toBeGreaterThan(0)
      for (const pointer of references) {
        expect([pointer, at(document, pointer.split("/"))]).not.toEqual([pointer, undefined])
      }
    }
  })

  it("describe every route that functions serve", () => {
    const routes = documentedRoutes
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length)
    for (const { method, path, summary, answers } of routes) {
      expect([method, path, (summary ?? "").length > 5]).toEqual([method, path, true])
      expect(Object.keys(answers ?? {})).not.toEqual([])
    }
  })
})

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

describe("the event catalogue", () => {
  const page = eventCatalogue(catalogue)
  const [front = "", ...sections] = page.split(/^## (?=\w+(?: \(\w+\))?\n\nFrom )/m)

  it.each(contracts)("tells each field of %s, in its own section or once for several events", (_, contract) => {
    const title = contract.form === "original" ? contract.detailType : `${contract.detailType} (${contract.form})`
    const section = sections.find((one) => one.startsWith(`${title}\n`)) ?? ""
    const { properties = {}, required = [] } = jsonSchemaOf(contract.producerData)
    for (const [name, { description, title: words = "" }] of Object.entries(properties)) {
      const isRequired = required.includes(name)
      const row = section.split("\n").find((line) => line.startsWith(`| \`data.${name}\` | `))
      if (row !== undefined) expect(row).toContain(isRequired ? " | yes | " : " |  | ")
      else {
        expect(section).toContain(isRequired ? `\`${name}\`` : `\`${name}\` (optional)`)
        const shared = front.split("\n").find((line) => line.startsWith(`| \`${name}\` | `))
        expect(shared).toContain((description ?? words).replaceAll("|", "\\|"))
      }
    }
  })

  it("has the pattern of each event", () => {
    for (const contract of catalogue)
      expect(front).toContain(JSON.stringify({ ...contract.pattern(), "detail-type": ["<event>"] }))
  })
})

describe("the picture of who sends what to whom", () => {
  const picture = eventPicture(catalogue)

  it("has each event between two parties, forwarded ones on both sides of the hub", () => {
    const drawn = [...picture.matchAll(/\["([^"]+)"\]\n/g)].flatMap(([, names = ""]) => names.split("<br/>"))
    const between = catalogue.filter(({ from, to }) => from !== to).map(({ detailType }) => detailType)
    expect(drawn.sort()).toEqual(between.sort())
  })

  it("shows what only a retailer sends, and what only a carrier receives", () => {
    expect(picture).toContain('retailerSends["ShipmentCreated<br/>TrackingNumberAssigned')
    expect(picture).toContain("retailerLeft --> retailerSends --> hub")
    expect(picture).toMatch(/toCarrier\["[^"]*AccessorRestricted/)
    expect(picture).toContain("hub --> toCarrier --> carrierRight")
  })

  it("does not leave out an event between parties for which it has no box", () => {
    const [first] = catalogue
    if (first === undefined) throw new Error("there are no contracts")
    expect(() => eventPicture([{ ...first, from: "carrier", to: "retailer" }])).toThrow("has no box")
  })
})

describe("the documents of what will end", () => {
  const deprecation = { since: "2027-01-01T00:00:00Z", sunset: "2028-01-01T00:00:00Z", see: "docs/events.md" }
  const sentence = "Deprecated since 2027-01-01T00:00:00Z. It may end at 2028-01-01T00:00:00Z. See docs/events.md."

  it("mark a version of an event in its schema and in the catalogue", () => {
    const [contract] = catalogue
    const ending = catalogue.filter((one) => one === contract).map((one) => ({ ...one, deprecation }))
    for (const one of ending) expect(eventSchema(one)).toMatchObject({ deprecated: true, description: sentence })
    expect(eventCatalogue(ending)).toContain(sentence)
    expect(eventCatalogue(catalogue)).not.toContain("Deprecated since")
  })

  it("mark an operation", () => {
    const routes = documentedRoutes.slice(0, 2)
    const { paths } = openApi(
      routes.map((route, index) => (index === 0 ? { ...route, deprecation } : route)),
      "1",
    )
    const operations = Object.values(paths ?? {}).flatMap((each) => [each.post ?? each.get])
    expect(operations.map((each) => each?.deprecated)).toEqual([true, undefined])
  })
})

describe("the OpenAPI document", () => {
  it.each(optionalParts)("says of each operation that goes with %s that only a stage with it has it", async (part) => {
    const deployments = await loadDeployments()
    const routesOf = (parts: Parts) =>
      [...deploymentsIn(parts, deployments).values()].flatMap(({ http }) => http?.routes ?? [])
    const without = routesOf(new Set(allParts.filter((one) => one !== part)))
    const { paths } = openApi(documentedRoutes, "1", partsOfRoute(deployments))
    const said = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(
        z.record(z.string(), z.looseObject({ description: z.string().optional() })).parse(methods),
      ).flatMap(([method, { description = "" }]) =>
        description.includes(`Only in a stage that takes \`${part}\`.`) ? [`${method.toUpperCase()} ${path}`] : [],
      ),
    )
    const gone = documentedRoutes.filter((route) => !servesRoute(without, route))
    expect(said.sort()).toEqual(gone.map(({ method, path }) => `${method} ${path}`).sort())
    expect(gone.length === 0).toBe(part === "recipientPage")
  })
})

describe("committed schemas", () => {
  it.each(contracts)("are compatible with %s, because a breaking change needs a new version", (_, contract) => {
    const committed = readSchema(JSON.parse(text(snapshotPath(contract))))
    expect(breakingChanges(committed, eventSchema(contract), contract.from !== "hub")).toEqual([])
  })

  it.each(contracts)("equal the schema of %s (else run `npm run generate`)", (_, contract) => {
    expect(text(snapshotPath(contract))).toBe(snapshotText(contract))
  })

  it("each belong to a contract, because an event that parties rely on is not withdrawn", () => {
    const committed = readdirSync(join(project, snapshotsFolder)).map((file) => file.replace(".json", ""))
    expect(committed.sort()).toEqual(catalogue.map(({ name }) => name).sort())
  })
})

describe("the check for breaking changes of a contract", () => {
  const word = z.string().regex(/^[a-z]{1,8}$/)
  const before = {
    id: word,
    note: z.string().max(20).optional(),
    state: z.enum(["new", "old"]),
    list: z.array(z.int().min(0)).max(5),
    target: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), x: word }),
      z.object({ kind: z.literal("b"), y: word }),
    ]),
  }
  const event = (from: "retailer" | "hub", fields: Record<string, z.ZodType>) =>
    defineEvent({
      detailType: "Changed",
      version: 1,
      from,
      to: from === "hub" ? "retailer" : "hub",
      summary: "An event that changes",
      data: z.object(fields),
      examples: [],
    })
  const changes = (from: "retailer" | "hub", change: Record<string, z.ZodType | undefined>) => {
    const after = Object.fromEntries(
      Object.entries({ ...before, ...change }).flatMap(([name, field]) => (field === undefined ? [] : [[name, field]])),
    )
    const contract = event(from, after)
    return breakingChanges(eventSchema(event(from, before)), eventSchema(contract), from !== "hub")
  }

  it("finds none when only descriptions changed", () => {
    expect(changes("retailer", { id: word.meta({ description: "other words" }) })).toEqual([])
  })

  it.each<[string, Record<string, z.ZodType | undefined>, "fine" | "breaks", "fine" | "breaks"]>([
    ["an optional field is added", { more: word.optional() }, "fine", "fine"],
    ["a required field is added", { more: word }, "breaks", "fine"],
    ["a field is removed", { note: undefined }, "breaks", "breaks"],
    ["a required field becomes optional", { id: word.optional() }, "fine", "breaks"],
    ["an optional field becomes required", { note: z.string().max(20) }, "breaks", "fine"],
    ["a limit is raised", { list: z.array(z.int().min(0)).max(9) }, "fine", "breaks"],
    ["a limit is lowered", { list: z.array(z.int().min(0)).max(3) }, "breaks", "fine"],
    ["a least value is raised", { list: z.array(z.int().min(1)).max(5) }, "breaks", "fine"],
    ["a word is added to a list", { state: z.enum(["new", "old", "odd"]) }, "fine", "breaks"],
    ["a word is taken from a list", { state: z.enum(["new"]) }, "breaks", "fine"],
    ["a list of words becomes any text", { state: z.string() }, "fine", "breaks"],
    [
      "a list of words becomes a form that they have",
      {
        state: z
          .string()
          .max(3)
          .regex(/^[a-z]+$/),
      },
      "fine",
      "breaks",
    ],
    ["a list of words becomes a form that one lacks", { state: z.string().regex(/^n/) }, "breaks", "breaks"],
    ["a list of words becomes shorter texts", { state: z.string().max(2) }, "breaks", "breaks"],
    ["a pattern changes", { id: z.string().regex(/^[a-z]{1,9}$/) }, "breaks", "breaks"],
    ["a pattern is removed", { id: z.string() }, "fine", "breaks"],
    ["a type changes", { note: z.number().optional() }, "breaks", "breaks"],
    [
      "a choice is added",
      { target: z.discriminatedUnion("kind", [...before.target.options, z.object({ kind: z.literal("c") })]) },
      "fine",
      "breaks",
    ],
    ["a choice is removed", { target: z.discriminatedUnion("kind", [before.target.options[0]]) }, "breaks", "breaks"],
    [
      "a field is added to a choice",
      {
        target: z.discriminatedUnion("kind", [
          before.target.options[0],
          z.object({ kind: z.literal("b"), y: word, z: word }),
        ]),
      },
      "breaks",
      "fine",
    ],
  ])("judges events from parties and from the hub when %s", (_, change, incoming, outgoing) => {
    expect(changes("retailer", change).length > 0 ? "breaks" : "fine").toBe(incoming)
    expect(changes("hub", change).length > 0 ? "breaks" : "fine").toBe(outgoing)
  })

  it("allows a new word in an extensible list, but not the removal of a word", () => {
    const open = (...words: string[]) => z.enum(words).meta({ "x-extensible": true })
    const judged = (after: z.ZodType) => {
      const contract = event("hub", { reason: after })
      return breakingChanges(eventSchema(event("hub", { reason: open("a", "b") })), eventSchema(contract), false)
    }
    expect(judged(open("a", "b", "c"))).toEqual([])
    expect(judged(open("a"))).toEqual(["data.reason: b not in both versions"])
  })

  it("names each changed field and its change", () => {
    expect(changes("retailer", { state: z.enum(["new"]), more: word })).toEqual([
      "data.state: old not in both versions",
      "data.more: became required",
    ])
  })
})
