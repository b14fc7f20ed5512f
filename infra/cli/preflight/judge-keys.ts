import * as z from "zod"
import type { KeyName } from "../../stages/company-settings.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** What is known of a KMS key. */
export type KeyFacts = {
  readonly state: string
  readonly spec: string
  readonly usage: string
  /** Its policy as JSON; undefined: it may not be read. */
  readonly policy: string | undefined
}

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())
const statement = z.looseObject({
  Effect: z.string(),
  Action: oneOrMore.default([]),
  Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]).default({}),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
})
const keyPolicy = z.looseObject({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) })

/** A statement of a key policy. */
export type KeyStatement = z.infer<typeof statement>

export function statementsOf(policy: unknown): readonly KeyStatement[] {
  return keyPolicy.parse(policy).Statement
}

const found = resultsOf("keys")
const encrypts = { spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT" }
const forms: Readonly<Partial<Record<KeyName, typeof encrypts>>> = {
  headMac: { spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC" },
  signing: { spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" },
}

/**
 * Whether a key of the organisation can be used for what a stage would make one for.
 *
 * @param needed the statements of the policy that the stage's own key would have
 */
export function judgeKey(
  { name, arn }: { readonly name: KeyName; readonly arn: string },
  key: KeyFacts | undefined,
  needed: readonly KeyStatement[],
): readonly CheckResult[] {
  const field = `keys.${name}`
  if (key === undefined) return [found.toDo(`${field}: there is no key ${arn}. Correct the stage's file, or make it.`)]
  const wanted = forms[name] ?? encrypts
  if (key.spec !== wanted.spec || key.usage !== wanted.usage)
    return [
      found.toDo(
        `${field} is a key of ${key.spec} for ${key.usage}, and has to be one of ${wanted.spec} for ${wanted.usage}.`,
      ),
    ]
  if (key.state !== "Enabled")
    return [found.toDo(`${field} is ${key.state}. Enable it.`, `aws kms enable-key --key-id ${arn}`)]
  if (key.policy === undefined)
    return [
      found.note(
        `${field} is enabled; its policy may not be read. npx wayseal preflight --permissions prints the right one`,
      ),
    ]
  const granted = statementsOf(JSON.parse(key.policy))
  const lacking = needed.filter((each) => !isGranted(each, granted))
  if (lacking.length === 0) return [found.ok(`${field} is enabled, and its policy grants what the stage needs`)]
  const who = [...new Set(lacking.map(({ Principal }) => principalsOf(Principal).join(", ")))].join("; ")
  return [
    found.toDo(
      `The policy of ${field} grants ${who} too little. npx wayseal preflight --permissions prints what it needs.`,
    ),
  ]
}

/** `Service:events.amazonaws.com`, or `AWS:*` for everybody. */
function principalsOf(principal: KeyStatement["Principal"]): readonly string[] {
  if (typeof principal === "string") return [`AWS:${principal}`]
  return Object.entries(principal).flatMap(([kind, names]) => names.map((name) => `${kind}:${name}`))
}

/** Whether other statements together allow, under no further condition, what one allows. */
function isGranted(needed: KeyStatement, granted: readonly KeyStatement[]): boolean {
  const fitting = granted.filter(
    ({ Effect, Principal, Condition }) =>
      Effect === "Allow" &&
      principalsOf(needed.Principal).every((each) => principalsOf(Principal).some((one) => covers(one, each))) &&
      Object.entries(Condition).every(([test, keys]) =>
        Object.entries(keys).every(
          ([key, value]) => JSON.stringify(needed.Condition[test]?.[key]) === JSON.stringify(value),
        ),
      ),
  )
  return needed.Action.every((action) => fitting.some(({ Action }) => Action.some((one) => covers(one, action))))
}

/** Whether a name with stars fits another. */
function covers(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(`^${parts.join(".*")}$`).test(name)
}
