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
import { playReplay } from "./play-replay.ts"
import { awaitedLater } from "./replay/concurrency.ts"
import { claimStart } from "./running-exchange.ts"
import { servePages } from "./serve-pages.ts"
import { type LocalPerson, operatorClient } from "./sign-in/local-people.ts"
import { startExchange } from "./start-exchange.ts"

const preferredApiPort = 8787
/** Browsers keep the console's cookies over plain HTTP for the name localhost alone. */
const hubOf = (port: number): string => `http://localhost:${port}`
/** Where the mails to parties are kept. */
const mailsFolder = join(projectFolder, ".wayseal/mails")

export type StartOptions = { readonly exit?: true; readonly replay: boolean }

/**
 * Starts the local AWS, deploys to it and replays the breach of 2018, unless it is not to. Then runs until a signal,
 * unless it is to exit. A replay that fails does not end it.
 *
 * @throws CommandStopped if one runs in this clone already, and Error when a step before the replay fails or the local
 * AWS ends by itself
 */
export function start({ options }: Invocation<StartOptions>): Promise<Outcome> {
  return runLocally(async ({ say, stops }) => {
    const withReplay = options.replay
    await sourceOfPages({ console: true, documentation: true })
    const claimed = await claimStart({ preferredPort: preferredApiPort })
    stops.add(claimed.stop)
    // What a killed start left behind would lead to nothing, or to something else.
    await Promise.all([removeLocalSettings(), removeLeftFolders()])
    const api = claimed.port
    const takes = withReplay
      ? "This, the deployment and the replay take about 3 minutes"
      : "This and the deployment take a minute"
    say(`Starting a local AWS. ${takes}, the first time longer.`)
    const pages = awaitedLater(servePages())
    stops.add(async () => (await pages).stop())
    const started = await startExchange({ onLine: say, stops, consoleUrl: `${hubOf(api.port)}${consolePath}` })
    const { serve: servePage } = await pages
    const { endpoint } = started.emulator
    api.leadTo(started.exchange.apiUrl, { servePage, emulatorUrl: endpoint.url })
    const mails = { stage: localStage, folder: mailsFolder, openAt: api.url, say }
    stops.add(await keepMails({ exchange: started.exchange, ...mails }))
    const { exchange, places, sign, partiesPath } = started
    await claimed.noteDeployed({ endpoint, stage: localStage, places, isReplayed: withReplay })
    const settingsPath = await writeLocalSettings({ exchange, apiUrl: api.url, stage: localStage, partiesPath })
    stops.add(removeLocalSettings)
    say(`Deployed in ${started.seconds.deploy} s. The API is at ${api.url}.`)
    say(`You can use it now, with ${relative(process.cwd(), settingsPath)}.`)
    const play = () => playReplay({ exchange, sign, onLine: say })
    const ended = awaitedLater(started.emulator.ended.then(() => Promise.reject(endedByItself())))
    const played = withReplay ? await Promise.race([play(), ended]) : undefined
    const { outcome, linkToken } = played ?? { outcome: notReplayed, linkToken: undefined }
    const data = { ...outcome.data, seconds: { ...started.seconds, ...outcome.data.seconds } }
    if (options.exit === true || options.json === true) return { ...outcome, data }

    process.stdout.write(
      `${outcome.text}${whoSignsIn(api.port, started.people)}${whatToTry(api.url, settingsPath, linkToken)}`,
    )
    return ended
  })
}

const notReplayed = { data: { seconds: {} }, text: "\n", status: exitStatus.fine }
const endedByItself = () => new Error("The local AWS ended by itself. See .local/emulator.log for the reason.")

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
    `${apiUrl}${pagePath}.`,
    ...(linkToken === undefined ? [] : [`A recipient's link, as a shop mails it: ${apiUrl}${pagePath}#${linkToken}`]),
    `Addresses, names of buses and queues, and keys of parties are in ${relative(process.cwd(), settingsPath)}, for a`,
    "program of yours and for any AWS client. docs/first-event.md publishes a first event with it.",
    "",
    "Try these in another terminal:",
    "  npm run -s try -- publish            publish a shipment as a retailer",
    "  npm run -s try -- look-up            look that shipment up as its recipient",
    "  npm run -s try -- queue northpost    read the events that the carrier received",
    "  npx wayseal listen                   show what the retailer Maple Books receives, as it arrives",
    "  npx wayseal trigger walk             let somebody walk past a shipment of Maple Books, and be alerted",
    ...(linkToken === undefined ? ["  npx wayseal replay                   replay the breach of 2018 here, once"] : []),
    "",
    "Press Ctrl-C to stop everything.",
    "",
  ].join("\n")
}
