import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { localFolder, projectFolder } from "../host-environment.ts"
import { type DeployedStack, readDeployedStacks } from "./deployed-stack.ts"
import { type EmulatorEndpoint, emulatorAccount, emulatorEnvironment, emulatorRegion } from "./emulator-environment.ts"
import { adaptAssembly } from "./local-assembly.ts"
import { putBackGaps } from "./put-back.ts"
import { runCommand } from "./run-command.ts"
import { verifyDeployment } from "./verify-deployment.ts"

export interface LocalDeployment {
  readonly stacks: readonly DeployedStack[]
  /** Outputs of all stacks together. */
  readonly outputs: Readonly<Record<string, string>>
  /** What AWS would have and the emulator has not. */
  readonly absent: readonly string[]
  readonly seconds: number
}

export interface LocalDeployOptions {
  /** Command that synthesises the app; the one in cdk.json when absent. */
  readonly app?: string
  readonly stage?: string
  /** Another parties file than the committed one, such as one with keys made for this machine. */
  readonly partiesPath?: string
  readonly onLine: (line: string) => void
}

/** Synthesises the app as for AWS into a folder. Needs no emulator. */
async function synthesise(
  assemblyFolder: string,
  environment: Record<string, string>,
  options: LocalDeployOptions,
): Promise<void> {
  const app = options.app === undefined ? [] : ["--app", options.app]
  const context = ["-c", `stage=${options.stage ?? "local"}`]
  if (options.partiesPath !== undefined) context.push("-c", `parties=${options.partiesPath}`)
  await cdk(environment, ["synth", "--quiet", "--output", assemblyFolder, ...context, ...app])
}

/**
 * Deploys the same app that goes to AWS, with the stock CDK, to a local emulator: synthesise, take out what the
 * emulator lacks (emulator-gaps.ts), bootstrap, deploy, put back, verify.
 *
 * @throws Error when a step fails or when what the template asked for is not there afterwards.
 */
export async function deployLocally(endpoint: EmulatorEndpoint, options: LocalDeployOptions): Promise<LocalDeployment> {
  const started = performance.now()
  await mkdir(localFolder, { recursive: true })
  const assemblyFolder = await mkdtemp(join(localFolder, "assembly-"))
  try {
    const stacks = await deployAssembly(assemblyFolder, endpoint, options)
    const absent = await putBackGaps(endpoint, stacks)
    await verifyDeployment(endpoint, stacks)
    const outputs = Object.fromEntries(stacks.flatMap((stack) => Object.entries(stack.outputs)))
    return { stacks, outputs, absent, seconds: (performance.now() - started) / 1000 }
  } finally {
    await rm(assemblyFolder, { recursive: true, force: true })
  }
}

async function deployAssembly(
  assemblyFolder: string,
  endpoint: EmulatorEndpoint,
  options: LocalDeployOptions,
): Promise<readonly DeployedStack[]> {
  const environment = emulatorEnvironment(endpoint)
  options.onLine("synthesising the app and bootstrapping the emulator")
  await Promise.all([
    synthesise(assemblyFolder, environment, options),
    cdk(environment, ["bootstrap", `aws://${emulatorAccount}/${emulatorRegion}`, "--app", "", "--quiet"]),
  ])
  const local = await adaptAssembly(assemblyFolder)
  options.onLine(`deploying ${local.map(({ stackName }) => stackName).join(", ")}`)
  await cdk(environment, [
    ...["deploy", "--all", "--app", assemblyFolder, "--method", "direct", "--require-approval", "never"],
    ...["--concurrency", "4", "--asset-parallelism", "--progress", "events"],
  ])
  options.onLine("putting back what the emulator dropped, and verifying")
  return readDeployedStacks(endpoint, local)
}

async function cdk(environment: Record<string, string>, args: readonly string[]): Promise<void> {
  const command = join(projectFolder, "node_modules/.bin/node")
  const cli = join(projectFolder, "node_modules/aws-cdk/bin/cdk")
  await runCommand(command, [cli, ...args, "--no-notices", "--no-color"], { environment })
}
