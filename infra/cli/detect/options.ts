/** The options of `detect`: their names and help, and what they must be. */
import { readFileSync } from "node:fs"
import { type Command, Option } from "commander"
import * as z from "zod"
import { readColumns } from "../../../client/access-logs/formats/named-fields.ts"
import { isTimeZone } from "../../../client/access-logs/reading/log-time.ts"
import { referenceAtGiven } from "../../../client/access-logs/references/reference-places.ts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { heavyReaderClass } from "../../../shared/parties/detector-settings.ts"
import { type Party, parties } from "../../../shared/parties/party.ts"
import { networkMatcher } from "../../../shared/watch/detection/visitor/client-network.ts"
import { acceptableReasons } from "./not-checked.ts"
import { denyFormats } from "./output/deny-list.ts"

/** A text that `make` turns into a value. What `make` throws becomes the message of the option. */
const made = <Value>(make: (text: string) => Value) =>
  z.string().transform((text, context): Value => {
    try {
      return make(text)
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
  })

const parsers = {
  network: (text: string): string => {
    try {
      networkMatcher(text)
    } catch {
      throw new Error(`${text} is not a network such as 100.64.0.0/10`)
    }
    return text
  },
  reader: (text: string) => {
    const [name, network] = text.includes("=") ? text.split("=", 2) : ["aggregator", text]
    const known = heavyReaderClass.safeParse(name)
    if (!known.success) throw new Error(`before = it needs one of ${heavyReaderClass.options.join(", ")}`)
    return { class: known.data, network: parsers.network(network ?? "") }
  },
  key: (file: string): Uint8Array => {
    const key = readBytes(file)
    if (key.toString().trim() === "") throw new Error(`${file} is empty; a fingerprint needs a secret key`)
    return key
  },
  parties: (file: string): readonly Party[] => {
    const read = readBytes(file).toString()
    try {
      return parties.parse(JSON.parse(read)).parties
    } catch (error) {
      const issue = error instanceof z.ZodError ? error.issues[0] : undefined
      const where = issue === undefined ? "" : `: ${issue.path.join(".")}: ${issue.message}`
      throw new Error(`${file} is not a list of parties${where}`)
    }
  },
  timeZone: (name: string): string => {
    if (!isTimeZone(name)) throw new Error(`${name} is not a time zone such as UTC or America/Toronto`)
    return name
  },
  pace: (text: string): number => {
    const pace = Number(text)
    if (!(pace > 0)) throw new Error("must be a number above 0")
    return pace
  },
}

const readBytes = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch {
    throw new Error(`${file} cannot be read`)
  }
}

const options = z.object({
  reference: made(referenceAtGiven).optional(),
  columns: made(readColumns).default(new Map()),
  timeZone: made(parsers.timeZone).optional(),
  dateOrder: z.enum(["dmy", "mdy"]).optional(),
  accept: z.array(z.enum(acceptableReasons)).default([]),
  parties: made(parsers.parties).default([]),
  reader: z.array(made(parsers.reader)).default([]),
  retailer: z.string().optional(),
  ordersPerDay: made(parsers.pace).optional(),
  mobile: z.array(made(parsers.network)).default([]),
  key: made(parsers.key).optional(),
  reveal: z.boolean().default(false),
  html: z.string().optional(),
  exposures: z.string().optional(),
  deny: z.string().optional(),
  denyFormat: z.enum(denyFormats).default("nginx"),
})
export type Options = z.infer<typeof options>

/** Values of an option that may be given several times, or with commas. */
const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...value.split(",").map((one) => one.trim()),
]

const repeated = (flags: string, description: string): Option => new Option(flags, description).argParser(collect)

export const addOptions = (command: Command): Command =>
  command
    .option("--reference <place>", "where the reference is: '/track/{reference}', '?number={reference}', or a regex")
    .option("--columns <pairs>", "which field is what: at=Date,address=IP,reference=Order (names or positions)")
    .option("--time-zone <zone>", "zone of times that name none, such as UTC or America/Toronto")
    .addOption(new Option("--date-order <order>", "of dates such as 03/04/2026").choices(["dmy", "mdy"]))
    .addOption(repeated("--accept <reason>", `check the log in spite of this: ${acceptableReasons.join(", ")}`))
    .option("--parties <file>", "parties.json: reference formats, daily orders and heavy readers")
    .addOption(repeated("--reader <network>", "a heavy reader: 66.249.64.0/19, or verifiedBot=66.249.64.0/19"))
    .option("--retailer <id>", "retailer of lines that do not name one; default: the only one of --parties")
    .option("--orders-per-day <number>", "orders a day of retailers that are not in parties.json; default: learned")
    .addOption(repeated("--mobile <network>", "a network that many people share, such as a mobile carrier's"))
    .option("--key <file>", "key of the fingerprints, so that they stay the same; default: random")
    .option("--reveal", "show addresses and references instead of fingerprints")
    .option("--html <file>", "write a page with a picture of each walk")
    .option("--exposures <file>", "write the records that were seen, as CSV")
    .option("--deny <file>", "write the addresses of walkers, as they are, for a program that refuses them")
    .addOption(new Option("--deny-format <form>", "of --deny").choices(denyFormats).default("nginx"))

/** @throws CommandStopped for the first option that is wrong */
export const readOptions = (given: unknown): Options => {
  const parsed = options.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0] ?? "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new CommandStopped("wrongUsage", `--${name}: ${issue?.message ?? "is wrong"}.`)
}
