import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"

/**
 * Why a request to AWS had no answer, for the person at the terminal.
 *
 * - `noCredentials`: there are none.
 * - `refused`: AWS does not accept them, or not in this region.
 * - `denied`: they may not do this.
 * - `unreachable`: nothing answered at the address.
 * - `other`: AWS refused for another reason.
 */
export type AwsFailure = {
  readonly kind: "noCredentials" | "refused" | "denied" | "unreachable" | "other"
  /** A sentence without a full stop. It has no stack and nothing that the request carried. */
  readonly reason: string
}

const named = z.looseObject({ name: ownString().catch("Error"), code: ownString().optional().catch(undefined) })
const withStatus = z.looseObject({ $metadata: z.looseObject({ httpStatusCode: z.number() }) })
const withCause = z.looseObject({ cause: z.unknown() })

const noCredentials = new Set(["CredentialsProviderError", "TokenProviderError"])
const refusedCredentials: Readonly<Record<string, string>> = {
  ExpiredToken: "The AWS credentials have expired. Sign in again",
  ExpiredTokenException: "The AWS credentials have expired. Sign in again",
  InvalidClientTokenId: "AWS does not know these credentials in this region",
  UnrecognizedClientException: "AWS does not know these credentials in this region",
  InvalidSignatureException: "The secret key does not fit the access key, or the clock of this machine is wrong",
  SignatureDoesNotMatch: "The secret key does not fit the access key, or the clock of this machine is wrong",
}
// SQS has names of its own for what KMS denies.
const denials = /^(?:KMS\.|Kms)?(AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized)/
const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be looked up",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  EPROTO: "it does not speak TLS",
  ETIMEDOUT: "it did not answer in time",
  TimeoutError: "it did not answer in time",
}
const untrusted = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_)/

/** Says why a request failed. Never throws. */
export function failureOf(error: unknown): AwsFailure {
  const { name, code } = named.catch({ name: "Error" }).parse(error)
  if (noCredentials.has(name))
    return { kind: "noCredentials", reason: "There are no AWS credentials. Sign in, or set AWS_PROFILE" }
  const refused = refusedCredentials[name]
  if (refused !== undefined) return { kind: "refused", reason: refused }
  if (denials.test(name)) return { kind: "denied", reason: "The credentials do not allow this" }
  const why = unreachable[code ?? ""] ?? unreachable[name]
  if (why !== undefined) return { kind: "unreachable", reason: `AWS cannot be reached: ${why}` }
  if (untrusted.test(code ?? ""))
    return {
      kind: "unreachable",
      reason: "AWS cannot be reached: its certificate is not trusted. Name the one to trust in AWS_CA_BUNDLE",
    }
  const { cause } = withCause.catch({ cause: undefined }).parse(error)
  if (cause !== undefined) return failureOf(cause)
  const status = withStatus.safeParse(error).data?.$metadata.httpStatusCode
  if (status === undefined || status < 400) return { kind: "other", reason: `its answer could not be read (${name})` }
  return { kind: "other", reason: `AWS answered ${name} (HTTP ${status})` }
}

/** What AWS answered to one question, or why it did not. */
export type Answer<T> = { readonly value: T } | { readonly failure: AwsFailure; readonly action: string }

/**
 * Asks AWS one question. A failure becomes part of the answer, so that other questions can still be asked.
 *
 * @param action the IAM action that it takes, such as `ssm:GetParameter`
 */
export async function answerTo<T>(action: string, ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() }
  } catch (error) {
    return { failure: failureOf(error), action }
  }
}

/** Asks for one thing, and answers `undefined` if there is none: if the error has one of the names. */
export async function unlessAbsent<T>(ask: () => Promise<T>, ...absent: readonly string[]): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    const { name } = named.catch({ name: "Error" }).parse(error)
    if (absent.includes(name)) return undefined
    throw error
  }
}

/** A failed answer in the words of a table: `could not be checked: needs ssm:GetParameter`. */
export function unansweredInWords({ failure, action }: { failure: AwsFailure; action: string }): string {
  return failure.kind === "denied"
    ? `could not be checked: needs ${action}`
    : `could not be checked (${action}): ${failure.reason}`
}
