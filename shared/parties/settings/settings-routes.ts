import canonicalize from "canonicalize"
import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { declareRoute, type HttpRequest } from "../../base/platform/http-route.ts"
import type { Caller } from "../authenticate-party.ts"
import { issueSentences } from "../issue-sentences.ts"
import { pageLimit } from "../page-limit.ts"
import { type Handler, type Route, serve } from "../party-route.ts"
import { type VerifyEndpoint, webhookView } from "../webhooks/verify-endpoint.ts"
import type { WebhookDeliveries } from "../webhooks/webhook-deliveries.ts"
import { appliedSettings, withSettings } from "./apply-settings.ts"
import type { ChangeSettings } from "./change-settings.ts"
import { partySettings, type RestingSettings, settingNames } from "./party-settings.ts"
import { type SettingsPatch, settingsPatch } from "./settings-patch.ts"
import { type StoredSettings, settingsChange } from "./stored-settings.ts"

/** Changes on one page of the history. */
const pageSize = { usual: 20, most: 100 }

const historyQuery = z.strictObject({
  limit: pageLimit(pageSize, "Changes"),
  after: z.coerce
    .number()
    .int()
    .min(1)
    .max(999_999_999)
    .optional()
    .meta({ description: "The `next` of the page before" }),
})

const etag = { etag: "The version of the settings. Send it as `if-match` with a change" }

const changeHeaders = z.object({
  "if-match": ownString().meta({ description: "The `etag` of the settings that you read" }),
  "idempotency-key": ownString().optional().meta({ description: "Your own id of the change" }),
})

const settingsAnswer = z.object({
  version: z.int().min(0).meta({ description: "How many changes were made" }),
  settings: partySettings.meta({ description: "What applies now" }),
  changed: z.array(z.enum(settingNames)).meta({
    description:
      "The settings that do not follow the hub's parties file, or what was approved of an invited party, any more",
  }),
})

/** What became of the caller's webhook. */
const webhookState = z.object({
  state: z.enum(["verified", "verifying", "unverified", "failed", "disabled"]).meta({ title: "State" }),
  at: ownString().optional().meta({ description: "Since when" }),
  detail: ownString().meta({ description: "What it means, and what you can do" }),
})

const historyAnswer = settingsAnswer.extend({
  history: z
    .array(settingsChange.omit({ partyId: true, command: true }))
    .meta({ description: "Who changed what and when, from what to what, the newest first" }),
  webhook: webhookState
    .optional()
    .meta({ description: "How your webhook fares. Absent: you have none, or it is a Slack channel" }),
  next: ownString().optional().meta({ description: "Give it as `after` to read earlier changes" }),
})

export const settingsApi = {
  read: declareRoute({
    method: "GET",
    path: "/v1/settings",
    authentication: "required",
    query: historyQuery,
    summary: "The caller's settings, and every change of them. The header `etag` has the version",
    answers: {
      200: { description: "The settings, and a page of their history", schema: historyAnswer, headers: etag },
    },
  }),
  change: declareRoute({
    method: "PATCH",
    path: "/v1/settings",
    authentication: "required",
    body: settingsPatch,
    explain: (error, json) =>
      sentence(error.issues.flatMap((issue) => issueSentences(issue, json, settingsPatch, { quotes: false }))),
    summary:
      "Change the caller's settings with a JSON merge patch (RFC 7396). Send the `etag` that you read as `if-match`. " +
      "A change applies within a minute. A repeat under the same `idempotency-key` gets the first answer. " +
      "`webhookUrl`, also the same again, is sent WebhookAddressSet, which enables it if it answers 2xx",
    requestHeaders: changeHeaders,
    answers: { 200: { description: "The settings that apply now", schema: settingsAnswer, headers: etag } },
    problems: {
      412: { description: "Somebody changed the settings since they were read" },
      428: { description: "The header `if-match` is missing" },
    },
  }),
}

type SettingsTools = {
  settings: Pick<StoredSettings, "get" | "history">
  changeSettings: ChangeSettings
  /** Hashes key and body under a secret, so that nobody can find them in a row by trying. */
  hashUnderKey: (...parts: readonly string[]) => string
  deliveries: Pick<WebhookDeliveries, "endpoint">
  verifyEndpoint: VerifyEndpoint
}

/** What the caller may change about itself. The caller has to be the party as it was deployed. */
export const settingsRoutes = (tools: SettingsTools): Route[] =>
  serve(settingsApi)({ read: reader(tools), change: changer(tools) })

function reader({ settings, deliveries }: SettingsTools): Handler<typeof settingsApi.read> {
  return async (request) => {
    const { party } = request.caller
    const page = { limit: request.query.limit, before: request.query.after }
    const stored = await settings.get(party.id)
    const found = await settings.history(party.id, page)
    const last = found.length === page.limit ? found.at(-1)?.version : undefined
    const answer = answerOf(request.caller, stored?.version ?? 0, stored?.settings ?? {})
    const webhook = webhookView(
      withSettings(party, stored?.settings ?? {}).channels.webhook,
      await deliveries.endpoint(party.id),
    )
    const history = found.map(({ partyId: _, command: __, ...change }) => change)
    const next = last === undefined || last === 1 ? {} : { next: String(last) }
    return { ...answer, body: { ...answer.body, ...(webhook && { webhook }), history, ...next } }
  }
}

function changer({ changeSettings, hashUnderKey, verifyEndpoint }: SettingsTools): Handler<typeof settingsApi.change> {
  return async ({ caller, headers, body, receivedAt }) => {
    assertMayChange(caller, body)
    const { party, officer, keyId = "oidc" } = caller
    const by = { party: party.id, credential: officer?.userId ?? keyId }
    const command = commandOf(hashUnderKey, party.id, { key: headers["idempotency-key"], body })
    const wish = { party, by, officer: officer?.userId, patch: body, at: receivedAt, command }
    const result = await changeSettings({ ...wish, version: versionIn(headers) })
    if (result.outcome === "outdated") throw new HttpProblem("preconditionFailed", { detail: readAgain })
    if (result.outcome === "keyReused") throw new HttpProblem("idempotencyKeyReused")
    if (result.outcome === "invalid") throw new HttpProblem("invalid", { detail: sentence(result.sentences) })
    const { webhook } = withSettings(party, result.settings).channels
    if (body.webhookUrl !== undefined && webhook !== undefined) await verifyEndpoint(party.id, webhook, receivedAt)
    return answerOf(caller, result.version, result.settings)
  }
}

/** What a repeated request is known by: hashes of its key and of its body. Without a key nothing is. */
function commandOf(
  hash: SettingsTools["hashUnderKey"],
  partyId: string,
  { key, body }: { readonly key: string | undefined; readonly body: SettingsPatch },
) {
  if (key === undefined) return undefined
  return { id: hash("key", partyId, key), content: hash("body", partyId, key, canonicalize(body) ?? "") }
}

const approvalsByKey =
  "approvals: a program changes it with your organization's own key. So no person alone can do without the second one."

/** @throws HttpProblem 403 if a person changes what a second person has to approve */
function assertMayChange({ officer }: Caller, { approvals }: SettingsPatch): void {
  if (officer !== undefined && approvals !== undefined) throw new HttpProblem("forbidden", { detail: approvalsByKey })
}

const readAgain = "Read your settings again, and send their etag as if-match."

const sentence = (sentences: readonly string[]): string => `${sentences.join(". ")}.`

function answerOf({ party }: Caller, version: number, settings: RestingSettings) {
  return {
    status: 200 as const,
    headers: { etag: `"${version}"` },
    body: {
      version,
      settings: appliedSettings(party, settings),
      changed: settingNames.filter((name) => settings[name] !== undefined),
    },
  }
}

/** @throws HttpProblem 428 without the header, 412 if it is no version */
function versionIn(headers: HttpRequest<unknown, Caller>["headers"]): number {
  const given = headers["if-match"]
  if (given === undefined) throw new HttpProblem("preconditionRequired", { detail: readAgain })
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(given.trim())?.[1]
  if (version === undefined) throw new HttpProblem("preconditionFailed", { detail: readAgain })
  return Number(version)
}
