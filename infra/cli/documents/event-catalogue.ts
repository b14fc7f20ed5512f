import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { deprecationInWords } from "../../../shared/base/contracts/deprecation.ts"
import { metadata } from "../../../shared/base/contracts/envelope.ts"
import { eventPicture } from "./event-picture.ts"
import { exampleDetail, type JsonSchema, jsonSchemaOf } from "./json-schema.ts"

/** The version and the size of an event of which the catalogue says nothing. */
const usual = { version: 1, kilobytes: 240 }

/** The event catalogue for people, in Markdown. */
export function eventCatalogue(contracts: readonly EventContract[]): string {
  const incoming = contracts.filter(({ from }) => from !== "hub")
  const outgoing = contracts.filter(({ from }) => from === "hub")
  const fieldsOfEach = new Map(contracts.map((contract) => [contract, fieldsOf(jsonSchemaOf(contract.producerData))]))
  const shared = sharedFields([...fieldsOfEach.values()])
  return [
    ...introduction(contracts),
    "## Metadata of every event",
    "",
    ...fieldTable(fieldsOf(jsonSchemaOf(metadata)), "metadata."),
    "",
    "Every event of the hub has `metadata.audience`. No event of a party has it.",
    "",
    ...wholeEvent(contracts),
    "## What parties send",
    "",
    ...overview(incoming),
    "",
    "## What the hub sends",
    "",
    ...overview(outgoing),
    "",
    "## Fields of several events",
    "",
    "A section names these after its own fields, and says which are optional there. Here *required* is said of the fields",
    "inside another one: they come whenever that one does.",
    "",
    ...fieldTable(
      [...shared.values()].map((field) => ({ ...field, isRequired: false })),
      "",
    ),
    "",
    ...contracts.flatMap((contract) => section(contract, fieldsOfEach.get(contract) ?? [], shared)),
  ].join("\n")
}

const introduction = (contracts: readonly EventContract[]): string[] => [
  "# Event catalogue",
  "",
  "Generated from `shared/base/contracts` by `npm run generate`. Do not edit.",
  "",
  "Every event is an Amazon EventBridge event whose `detail` is `{ metadata, data }`. Ignore fields that you do not know.",
  "Treat an event with a `metadata.id` that you have received before as a repeat.",
  "",
  "A list of words that ends in *more may come* can grow within a version. Do not fail on a word that you do not know.",
  "",
  `An event is of version ${usual.version} and has at most ${usual.kilobytes} KB, unless its section says otherwise.`,
  "",
  "## Who sends what to whom",
  "",
  "The hub receives every event and sends its own, each for one party. What it tells others of a shipment is redacted. A",
  "step in a breach case is forwarded to the other parties of the case: it is in the picture twice. What the hub sends to",
  "itself is left out.",
  "",
  eventPicture(contracts),
  "",
]

/** One event with its metadata, and the patterns that select events by their sender. */
function wholeEvent(contracts: readonly EventContract[]): string[] {
  const [first] = contracts
  if (first === undefined) return []
  const [example] = first.examples
  const patterns = contracts.map((contract) => JSON.stringify({ ...contract.pattern(), "detail-type": ["<event>"] }))
  return [
    "One event as a whole. The sections below show `data` alone.",
    "",
    ...json({ "detail-type": first.detailType, detail: exampleDetail(first, example) }),
    "These EventBridge patterns select an event by its sender:",
    "",
    "```json",
    ...new Set(patterns),
    "```",
    "",
  ]
}

function overview(contracts: readonly EventContract[]): string[] {
  return [
    "| event | from | to | meaning |",
    "|---|---|---|---|",
    ...contracts.map(
      (contract) =>
        `| [${titleOf(contract)}](#${anchorOf(contract)}) | ${contract.from} | ${contract.to} | ${contract.summary} |`,
    ),
  ]
}

function titleOf({ detailType, form }: EventContract): string {
  return form === "original" ? detailType : `${detailType} (${form})`
}

function anchorOf(contract: EventContract): string {
  return titleOf(contract).toLowerCase().replace(/[()]/g, "").replace(/ /g, "-")
}

function section(contract: EventContract, fields: readonly Field[], shared: ReadonlyMap<string, Field>): string[] {
  const [example] = contract.examples
  const own = fields.filter((field) => !isShared(field, shared))
  const others = fields.filter((field) => isShared(field, shared)).map(nameOf)
  return [
    `## ${titleOf(contract)}`,
    "",
    `From ${contract.from} to ${contract.to}${unusual(contract)}: ${contract.summary}.`,
    ...(contract.deprecation === undefined ? [] : ["", deprecationInWords(contract.deprecation)]),
    "",
    ...(own.length === 0 ? [] : [...fieldTable(own, "data."), ""]),
    ...(others.length === 0
      ? []
      : [`[Fields of several events](#fields-of-several-events): ${others.join(", ")}.`, ""]),
    ...json(example),
  ]
}

/** What is said of a contract that has another version or another size than most. */
function unusual({ version, maxBytes }: EventContract): string {
  const kilobytes = Math.round(maxBytes / 1024)
  return [
    ...(version === usual.version ? [] : [`, version ${version}`]),
    ...(kilobytes === usual.kilobytes ? [] : [`, at most ${kilobytes} KB`]),
  ].join("")
}

const json = (value: unknown): string[] => ["```json", JSON.stringify(value, null, 2), "```", ""]

/** A field of an event, and the fields below it with their paths from it. */
type Field = {
  readonly path: string
  readonly type: string
  readonly isRequired: boolean
  readonly meaning: string
  readonly inside: readonly Field[]
}

/**
 * Fields that mean the same in at least two events, by name. Of several fields of one name it takes the one that most
 * events have.
 */
function sharedFields(events: readonly (readonly Field[])[]): ReadonlyMap<string, Field> {
  const alike = Map.groupBy(events.flat(), sameEverywhere)
  const often = [...alike.values()].filter((fields) => fields.length > 1).sort((a, b) => a.length - b.length)
  const shared = often.flatMap(([field]) => (field === undefined ? [] : [field]))
  return new Map([...new Map(shared.map((field) => [field.path, field]))].sort(([a], [b]) => a.localeCompare(b, "en")))
}

/** What two fields have to agree in to be told once. An event says by itself whether it requires the field. */
const sameEverywhere = ({ isRequired: _, ...field }: Field): string => JSON.stringify(field)

function isShared(field: Field, shared: ReadonlyMap<string, Field>): boolean {
  const told = shared.get(field.path)
  return told !== undefined && sameEverywhere(told) === sameEverywhere(field)
}

const nameOf = ({ path, isRequired }: Field): string => `\`${path}\`${isRequired ? "" : " (optional)"}`

function fieldTable(fields: readonly Field[], within: string): string[] {
  return [
    "| field | type | required | meaning |",
    "|---|---|---|---|",
    ...fields.flatMap((field) => rows(field, within)),
  ]
}

function rows({ path, type, isRequired, meaning, inside }: Field, within: string): string[] {
  const row = `| \`${within}${path}\` | ${cell(type)} | ${isRequired ? "yes" : ""} | ${cell(meaning)} |`
  return [row, ...inside.flatMap((field) => rows(field, `${within}${path}`))]
}

/** The fields of an object. The path of a field below another one begins with its mark: `.`, `[]` or `(kind)`. */
function fieldsOf(schema: JsonSchema, mark = ""): Field[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    path: `${mark}${name}`,
    type: typeOf(property),
    isRequired: (schema.required ?? []).includes(name),
    meaning: property.description ?? property.title ?? "",
    inside: fieldsBelow(property),
  }))
}

function fieldsBelow(schema: JsonSchema, mark = ""): Field[] {
  if (schema.items !== undefined) return fieldsBelow(schema.items, `${mark}[]`)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices === undefined) return fieldsOf(schema, `${mark}.`)
  return choices.flatMap((choice) => {
    const kind = choice.properties?.["kind"]?.const
    return typeof kind === "string" ? fieldsOf(choice, `${mark}(${kind}).`) : []
  })
}

function typeOf(schema: JsonSchema): string {
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined) {
    const kinds = choices.map((choice) => choice.properties?.["kind"]?.const ?? choice.format ?? typeOf(choice))
    return `one of ${kinds.join(", ")}`
  }
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) {
    const words = schema.enum.map((value) => `\`${String(value)}\``)
    return [...words, ...(schema["x-extensible"] === true ? ["more may come"] : [])].join(", ")
  }
  if (schema.type === "array") {
    const most = schema["maxItems"]
    return `list of ${typeOf(schema.items ?? {})}${typeof most === "number" ? `, at most ${most}` : ""}`
  }
  if (schema.format !== undefined) return schema.format
  if (schema.pattern !== undefined) return `string \`${schema.pattern}\``
  return schema.type === undefined ? "any" : `${String(schema.type)}${extentOf(schema)}`
}

function extentOf(schema: JsonSchema): string {
  const least = schema["minLength"] ?? schema["minimum"]
  const most = schema["maxLength"] ?? schema["maximum"]
  const unit = schema.type === "string" ? " characters" : ""
  if (typeof most === "number") return `, ${typeof least === "number" ? least : 0} to ${most}${unit}`
  return typeof least === "number" ? `, at least ${least}${unit}` : ""
}

/** Escapes pipes, which would end the cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|")
}
