import { join, relative } from "node:path"
import type { Invocation, Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { pagePath } from "../../shared/pages/kit/page-address.ts"
import { hubPath } from "../../shared/pages/operator/operator-paths.ts"
import { sourceOfPages } from "../pages/build-pages.ts"
import { consolePath, documentationPath } from "../pages/page-paths.ts"
import { localStage } from "../stages/stage-config.ts"
import { projectFolder } from "./host-environment.ts"
import { keepMails } from "./keep-mails.ts"
import { runLocally } from "./local-command.ts"
import { removeLeftFolders } from "./local-folders.ts"
import { removeLocalSettings, writeLocalSettings } from "./local-settings.ts"
import { awaitedLater } from "./replay/concurrency.ts"
import { replay } from "./replay/replay.ts"
import { type ReplayResult, reportTable } from "./replay/report.ts"
import { readScenario } from "./replay/scenario.ts"
import { claimStart } from "./running-exchange.ts"
import { servePages } from "./serve-pages.ts"
import { type LocalPerson, operatorClient } from "./sign-in/local-people.ts"
import { startExchange, timed } from "./start-exchange.ts"

const preferredApiPort = 8787
/** Browsers keep the console's cookies over plain HTTP for the name localhost alone. */
const hubOf = (port: number): string => `http://localhost:${port}`
/** Where the mails to parties are kept. */
const mailsFolder = join(projectFolder, ".wayseal/mails")

/**
 * Starts the local AWS, deploys to it and replays the breach of 2018. Then runs until a signal, unless it is to exit. A
 * replay that fails does not end it.
 *
 * @throws CommandStopped if one runs in this clone already, and Error when a step before the replay fails
 */
export function start({ options }: Invocation<{ readonly exit?: true }>): Promise<Outcome> {
  return runLocally(async ({ say, stops }) => {
    const scenario = await readScenario()
    await sourceOfPages({ console: true, documentation: true })
    const claimed = await claimStart({ preferredPort: preferredApiPort })
    stops.add(claimed.stop)
    // What a killed start left behind would lead to nothing, or to something else.
    await Promise.all([removeLocalSettings(), removeLeftFolders()])
    const api = claimed.port
    say("Starting a local AWS. This, the deployment and the replay take about 3 minutes, the first time longer.")
    const pages = awaitedLater(servePages())
    stops.add(async () => (await pages).stop())
    const started = await startExchange({ onLine: say, stops, consoleUrl: `${hubOf(api.port)}${consolePath}` })
    const { serve: servePage } = await pages
    const { endpoint } = started.emulator
    api.leadTo(started.exchange.apiUrl, { servePage, emulatorUrl: endpoint.url })
    const mails = { stage: localStage, folder: mailsFolder, openAt: api.url, say }
    stops.add(await keepMails({ exchange: started.exchange, ...mails }))
    await claimed.noteDeployed({ endpoint, stage: localStage, ingressBusName: started.exchange.ingressBusName })
    const { exchange, sign, partiesPath } = started
    const settingsPath = await writeLocalSettings({ exchange, apiUrl: api.url, stage: localStage, partiesPath })
    stops.add(removeLocalSettings)
    say(`Deployed in ${started.seconds.deploy} s. The API is at ${api.url}.`)
    say(`You can use it now, with ${relative(process.cwd(), settingsPath)}. The replay of 2018 goes on beside you.`)
    say("What you do meanwhile can show in its figures, and it makes alerts late.")

    const replayed = await timed(() => replay({ scenario, exchange, sign, onLine: say }))
    const { legs, linkToken } = replayed.value
    const data: ReplayResult = { ...legs, seconds: { ...started.seconds, replay: replayed.seconds } }
    say(howItWent(scenario.title, data))
    const text = `\n${reportTable(data)}\n\n`
    const status = legs.failed === undefined ? exitStatus.fine : exitStatus.needsPerson
    if (options.exit === true || options.json === true) return { data, text, status }

    process.stdout.write(`${text}${whoSignsIn(api.port, started.people)}${whatToTry(api.url, settingsPath, linkToken)}`)
    await started.emulator.ended
    throw new Error("The local AWS ended by itself. See .local/emulator.log for the reason.")
  })
}

function howItWent(title: string, { failed, seconds }: ReplayResult): string {
  if (failed === undefined) return `Replayed "${title}" in ${seconds.replay} s`
  return `The replay failed, and the exchange is not stopped by that. "${failed.step}": ${failed.reason}`
}

function whoSignsIn(port: number, people: readonly LocalPerson[]): string {
  const hub = hubOf(port)
  const lines = people.map(({ partyId, name, role }) =>
    partyId === operatorClient ? `  the hub: ${name}, ${role}` : `  ${partyId}: ${name}, ${role}`,
  )
  return [
    `The console of privacy officers is at ${hub}${consolePath}. Name your organisation by its id, and sign in as one of`,
    `these people, without a password. The operator signs in at ${hub}${hubPath}, the page of the stage.`,
    ...lines,
    `Mails to parties are in ${relative(process.cwd(), mailsFolder)}. An alert leads to its case in the console.`,
    "",
    "",
  ].join("\n")
}

function whatToTry(apiUrl: string, settingsPath: string, linkToken: string | undefined): string {
  return [
    `The API is at ${apiUrl}, the documents are at ${apiUrl}${documentationPath}, and the page for recipients is at`,
    `${apiUrl}${pagePath}. A recipient's link, as a shop mails it:`,
    `  ${apiUrl}${pagePath}${linkToken === undefined ? "" : `#${linkToken}`}`,
    `Addresses, names of buses and queues, and keys of parties are in ${relative(process.cwd(), settingsPath)}, for a`,
    "program of yours and for any AWS client. docs/first-event.md publishes a first event with it.",
    "",
    "Try these in another terminal:",
    "  npm run -s try -- publish            publish a shipment as a retailer",
    "  npm run -s try -- look-up            look that shipment up as its recipient",
    "  npm run -s try -- queue northpost    read the events that the carrier received",
    "  npx wayseal listen                   show what the retailer Maple Books receives, as it arrives",
    "  npx wayseal trigger walk             let somebody walk past a shipment of Maple Books, and be alerted",
    "",
    "Press Ctrl-C to stop everything.",
    "",
  ].join("\n")
}
