import * as z from "zod"
import { partyId } from "../../../shared/base/contracts/words.ts"
import { lawIdsByFile } from "../../../shared/desk/law/load-law-ids.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import { isKnownCountry, isKnownTimeZone } from "../../../shared/parties/party-rules.ts"
import type { NewParty } from "../../stages/new-stage.ts"
import { stageConfig, stageName } from "../../stages/stage-config.ts"

/** One thing that the set-up has to know, as an option and as a question. */
export type Question = {
  /** Name of the option, as in `--alarm-email`. */
  readonly option: string
  readonly question: string
  /** Why it is asked, or how to answer. */
  readonly hint: string
  readonly initial?: string
  /** The only answers. */
  readonly choices?: readonly string[]
  /** Whether several answers are given, with commas between them. */
  readonly isList?: boolean
  /** What is wrong with one answer, in a sentence; undefined if nothing is. */
  readonly problem?: (answer: string) => string | undefined
}

const accepts =
  (schema: z.ZodType, rule: string) =>
  (answer: string): string | undefined =>
    schema.safeParse(answer).success ? undefined : rule

const knownLawIds = lawIdsByFile()

const knownLaw = (law: string): string | undefined =>
  knownLawIds.includes(law)
    ? undefined
    : `there is no law "${law}". The laws are ${knownLawIds.join(", ")}${didYouMean(law, knownLawIds)}`

const zones = Intl.supportedValuesOf("timeZone")

/** What a new stage is asked for, in this order. */
export const setupQuestions: readonly Question[] = [
  {
    option: "stage",
    question: "What is the stage's name?",
    hint: "in the name of each of its resources, such as dev or prod",
    initial: "dev",
    problem: accepts(stageName, "write 2 to 12 lower-case letters and digits, a letter first"),
  },
  {
    option: "purpose",
    question: "What is the stage for?",
    hint: "data of a trial are deleted with it; in production they are kept and alarms need a reader",
    initial: "trial",
    choices: ["trial", "production"],
  },
  {
    option: "account",
    question: "In which AWS account will it be?",
    hint: "12 digits, from aws sts get-caller-identity; empty: the account of your credentials",
    isList: true,
    problem: accepts(stageConfig.shape.account, "write the 12 digits of an AWS account"),
  },
  {
    option: "region",
    question: "In which AWS region will it be?",
    hint: "choose it by where the law wants the data to be",
    initial: "ca-central-1",
    problem: (region) => stageConfig.shape.region.safeParse(region).error?.issues[0]?.message,
  },
  {
    option: "alarm-email",
    question: "Who receives alarms?",
    hint: "e-mail addresses; each has to confirm once; a trial may have none",
    isList: true,
    problem: accepts(z.email(), "write e-mail addresses"),
  },
  {
    option: "retailer",
    question: "Which retailers take part?",
    hint: "ids such as maplebooks; id=Name also gives the public name",
    isList: true,
    problem: (text) => partyProblem(text),
  },
  {
    option: "carrier",
    question: "Which carriers take part?",
    hint: "ids such as northpost; id=Name also gives the public name",
    isList: true,
    problem: (text) => partyProblem(text),
  },
  {
    option: "law",
    question: "Which laws bind them?",
    hint: `of ${knownLawIds.join(", ")}; say it for each party in its file if they differ`,
    isList: true,
    problem: knownLaw,
  },
  {
    option: "country",
    question: "In which country are they?",
    hint: "two letters of ISO 3166-1",
    initial: "CA",
    problem: (country) =>
      isKnownCountry(country) ? undefined : "write the two capital letters of a country, such as CA",
  },
  {
    option: "time-zone",
    question: "Which time zone do their working days follow?",
    hint: "an IANA name; due times are computed in it",
    initial: "America/Toronto",
    problem: (zone) =>
      isKnownTimeZone(zone) ? undefined : `"${zone}" is not an IANA time zone${didYouMean(zone, zones)}`,
  },
]

/** `maplebooks`, or `maplebooks=Maple Books`. */
export function readParty(kind: NewParty["kind"], text: string): NewParty {
  const [id = "", ...name] = text.split("=")
  return { kind, id: id.trim(), alias: name.join("=").trim() || nameOf(id.trim()) }
}

const nameOf = (id: string): string =>
  id.replace(/(^|-)([a-z])/g, (_, dash, letter) => `${dash && " "}${letter.toUpperCase()}`)

function partyProblem(text: string): string | undefined {
  const { id } = readParty("retailer", text)
  return partyId.safeParse(id).success
    ? undefined
    : `"${id}" is not an id: write 2 to 32 lower-case letters, digits and hyphens, a letter first`
}
