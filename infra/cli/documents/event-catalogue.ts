import type { EventContract } from "../../../shared/contracts/define-event.ts"
import { deprecationInWords } from "../../../shared/contracts/deprecation.ts"
import { metadata } from "../../../shared/contracts/envelope.ts"
import { eventPicture } from "./event-picture.ts"
import { exampleDetail, type JsonSchema, jsonSchemaOf } from "./json-schema.ts"

/** The event catalogue for people, in Markdown. */
export function eventCatalogue(contracts: readonly EventContract[]): string {
  const incoming = contracts.filter(({ from }) => from !== "hub")
  const outgoing = contracts.filter(({ from }) => from === "hub")
  return [
    "# Event catalogue",
    "",
    "Generated from `shared/contracts` by `npm run generate`. Do not edit.",
    "",
    "Every event is an Amazon EventBridge event whose `detail` is `{ metadata, data }`. Ignore fields that you do not know.",
    "Treat an event with a `metadata.id` that you have received before as a repeat.",
    "",
    "A list of words that ends in *more may come* can grow within a version. Do not fail on a word that you do not know.",
    "",
    "## Who sends what to whom",
    "",
    "The hub receives every event and sends its own, each for one party. What it tells others of a shipment is redacted. A",
    "step in a breach case is forwarded to the other parties of the case: it is in the picture twice. What the hub sends to",
    "itself is left out.",
    "",
    eventPicture(contracts),
    "",
    "## Metadata of every event",
    "",
    "| field | type | required | meaning |",
    "|---|---|---|---|",
    ...fieldRows(jsonSchemaOf(metadata), "metadata"),
    "",
    "Every event of the hub has `metadata.audience`. No event of a party has it.",
    "",
    "## What parties send",
    "",
    ...overview(incoming),
    "",
    "## What the hub sends",
    "",
    ...overview(outgoing),
    "",
    ...contracts.flatMap(section),
  ].join("\n")
}

function overview(contracts: readonly EventContract[]): string[] {
  return [
    "| event | version | from | to | meaning |",
    "|---|---|---|---|---|",
    ...contracts.map(
      (contract) =>
        `| [${titleOf(contract)}](#${anchorOf(contract)}) | ${contract.version} | ${contract.from} | ${contract.to} | ${contract.summary} |`,
    ),
  ]
}

function titleOf({ detailType, form }: EventContract): string {
  return form === "original" ? detailType : `${detailType} (${form})`
}

function anchorOf(contract: EventContract): string {
  return titleOf(contract).toLowerCase().replace(/[()]/g, "").replace(/ /g, "-")
}

function section(contract: EventContract): string[] {
  const [example] = contract.examples
  return [
    `## ${titleOf(contract)}`,
    "",
    `${contract.summary}. From ${contract.from} to ${contract.to}, version ${contract.version}, at most ${Math.round(contract.maxBytes / 1024)} KB.`,
    ...(contract.deprecation === undefined ? [] : ["", deprecationInWords(contract.deprecation)]),
    "",
    "| field | type | required | meaning |",
    "|---|---|---|---|",
    ...fieldRows(jsonSchemaOf(contract.producerData), "data"),
    "",
    "```json",
    JSON.stringify({ "detail-type": contract.detailType, detail: exampleDetail(contract, example) }, null, 2),
    "```",
    "",
    "EventBridge pattern:",
    "",
    "```json",
    JSON.stringify(contract.pattern()),
    "```",
    "",
  ]
}

function fieldRows(schema: JsonSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const required = (schema.required ?? []).includes(name) ? "yes" : ""
    const inside = `${path}.${name}`
    return [
      `| \`${inside}\` | ${cell(typeOf(property))} | ${required} | ${cell(property.description ?? property.title ?? "")} |`,
      ...nestedRows(property, inside),
    ]
  })
}

function nestedRows(schema: JsonSchema, path: string): string[] {
  if (schema.items !== undefined) {
    return nestedRows(schema.items, `${path}[]`)
  }
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined) {
    return choices.flatMap((choice) => {
      const kind = choice.properties?.["kind"]?.const
      return typeof kind === "string" ? fieldRows(choice, `${path}(${kind})`) : []
    })
  }
  return fieldRows(schema, path)
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
