import type { StageSettings } from "./stage-config.ts"

/** A service of AWS that functions call, and the kind of endpoint that brings it into a VPC. */
export type CalledService = { readonly service: string; readonly kind: "Gateway" | "Interface" }

/**
 * The services that functions call. Lambda itself reads queues and streams, writes logs and puts failures aside, from
 * outside of the VPC.
 */
const always: readonly CalledService[] = [
  { service: "dynamodb", kind: "Gateway" },
  { service: "s3", kind: "Gateway" },
  { service: "events", kind: "Interface" },
  { service: "kms", kind: "Interface" },
  { service: "secretsmanager", kind: "Interface" },
  { service: "sns", kind: "Interface" },
  { service: "sqs", kind: "Interface" },
  { service: "cloudformation", kind: "Interface" },
  { service: "lambda", kind: "Interface" },
]

/** Amazon SES, in a stage with `mail`. */
const mails: CalledService = { service: "email", kind: "Interface" }

/** What the operator's page reads beside these, in a stage with `operators`. */
const watches: CalledService = { service: "monitoring", kind: "Interface" }

/** The services that the functions of a stage call. */
export function calledServices({
  mail,
  operators,
}: Partial<Pick<StageSettings, "mail" | "operators">>): readonly CalledService[] {
  return [...always, ...(mail === undefined ? [] : [mails]), ...(operators === undefined ? [] : [watches])]
}
