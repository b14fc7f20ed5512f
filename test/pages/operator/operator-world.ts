import { localOperator, localPeople, localRole, operatorClient } from "../../../infra/local/sign-in/local-people.ts"
import { startLocalProvider } from "../../../infra/local/sign-in/local-provider.ts"
import { type HttpResult, httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import type { LambdaHandler } from "../../../shared/base/platform/lambda.ts"
import { publicFetch } from "../../../shared/base/platform/public-fetch.ts"
import { secureRandomBytes } from "../../../shared/base/platform/random-id.ts"
import { pagePath } from "../../../shared/pages/kit/page-address.ts"
import { operatorRoutes, refusedOperatorPage } from "../../../shared/pages/operator/operator-routes.ts"
import { operatorSettings } from "../../../shared/pages/operator/operator-settings.ts"
import type { StageSource } from "../../../shared/pages/operator/stage-now.ts"
import { loadIdentityProvider } from "../../../shared/pages/sign-in/load-identity-provider.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { capturingTelemetry } from "../../simulation/capturing-telemetry.ts"
import { chooseAtProvider } from "../sign-in/at-provider.ts"
import { type Browser, callsOf, hubWith, newBrowser, origin, signInAt } from "../sign-in/sign-in-world.ts"
import { memoryOperatorSessions } from "./memory-stores.ts"
import { healthy } from "./stage-source.ts"

/** Somebody whom the operators' provider knows, and who is no operator. */
export const bystander = { partyId: operatorClient, subject: "bystander", name: "Gita Nobody" }

/** A hub in memory with its console and its operator's page, beside a real provider for the people of both. */
export async function operatorWorld() {
  const people = [...localPeople(["leafline", "northpost"]), localOperator, bystander]
  const provider = await startLocalProvider({ people, port: 0 })
  const time = { now: new Date() }
  const console_ = hubWith(signInAt(provider.issuer), time)
  const page = operatorHub(provider.issuer, time)
  const handler: LambdaHandler<HttpResult> = (event, context) =>
    (isOfPage(event) ? page.handler : console_.handler)(event, context)
  const call = callsOf(handler)
  const toCallback = async (browser: Browser, subject: string, path: string) => {
    const begun = await call(browser, { path })
    const back = await chooseAtProvider(new URL(begun.headers["location"] ?? ""), subject, browser.ofProvider)
    return `${back.pathname}${back.search}`
  }
  const signIn = async (browser: Browser, subject: string, path = "/hub/sign-in") =>
    call(browser, { path: await toCallback(browser, subject, path) })
  return {
    ...page,
    console: console_,
    handler,
    provider,
    call,
    toCallback,
    signIn,
    /** A browser in which an operator is signed in. */
    async operator(): Promise<Browser> {
      const browser = newBrowser()
      await signIn(browser, localOperator.subject)
      return browser
    },
    /** A browser in which a person of a party is signed in. */
    async ofParty(role: "officer" | "reader"): Promise<Browser> {
      const browser = newBrowser()
      await signIn(browser, `leafline-${role}`, "/desk/sign-in?party=leafline")
      return browser
    },
    wait(minutes: number) {
      time.now = new Date(time.now.getTime() + minutes * 60_000)
    },
    stop: provider.stop,
  }
}

const isOfPage = (event: unknown): boolean =>
  typeof event === "object" && event !== null && "rawPath" in event && String(event.rawPath).startsWith("/hub")

function operatorHub(issuer: string, time: { now: Date }) {
  const lines: string[] = []
  const hashes = testKeyedHash()
  const clock = () => time.now
  const telemetry = capturingTelemetry(lines)
  const sessions = memoryOperatorSessions()
  const given: { source: StageSource; settings: ReturnType<typeof localOperators> } = {
    source: healthy,
    settings: localOperators(issuer),
  }
  const tools = {
    settings: given.settings,
    sessions,
    operatorIdOf: (...parts: readonly string[]) => hashes.lastingHash("operator", ...parts),
    sign: (text: string) => hashes.hash("operator-sign-in", text),
    signatures: (text: string) => hashes.hashes("operator-sign-in", text),
    provider: loadIdentityProvider({ readSecret: async () => "", fetch: publicFetch({ allowsLoopback: true }), clock }),
    originOf: () => origin,
    source: changing(given),
    place: { stage: "prod" },
    random: secureRandomBytes,
    telemetry,
    clock,
  }
  const handler = httpPipeline({ routes: operatorRoutes(tools), answerRefusal: refusedOperatorPage, telemetry, clock })
  return { handler, sessions, lines, given, tools, pagePath }
}

const missing = () => {
  throw new Error("the stage has no such part")
}

/** What the stage is like can change between two visits. */
const changing = (given: { source: StageSource }): StageSource => ({
  stage: () => given.source.stage(),
  queues: (stage) => given.source.queues(stage),
  triggers: (stage) => given.source.triggers(stage),
  schedules: (stage, now) => given.source.schedules(stage, now),
  givenUp: (stage) => given.source.givenUp(stage),
  alarms: (stage) => given.source.alarms(stage),
  contacts: (stage) => given.source.contacts(stage),
  lookups: (stage) => given.source.lookups(stage),
  restrictions: (now) => given.source.restrictions(now),
  cases: async (now) => (given.source.cases ?? missing)(now),
  answered: async () => (given.source.answered ?? missing)(),
  parties: () => given.source.parties(),
  settings: () => given.source.settings(),
})

const localOperators = (issuer: string) =>
  operatorSettings.parse({ issuer, clientId: operatorClient, roles: [localRole(operatorClient, "operator")] })
