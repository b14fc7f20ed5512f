import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { localFolder, projectFolder } from "../host-environment.ts"
import { type DeployedStack, readDeployedStacks } from "./deployed-stack.ts"
import { type EmulatorEndpoint, emulatorAccount, emulatorEnvironment, emulatorRegion } from "./emulator-environment.ts"
import { adaptAssembly } from "./local-assembly.ts"
import { restoreGaps } from "./restore-gaps.ts"
import { runCommand } from "./run-command.ts"
import { verifyDeployment } from "./verify-deployment.ts"

export interface LocalDeployment {
  readonly stacks: readonly DeployedStack[]
  /** The outputs of all stacks. */
  readonly outputs: Readonly<Record<string, string>>
  /** Resources that AWS would have and the emulator does not. */
  readonly absent: readonly string[]
  readonly seconds: number
}

export interface LocalDeployOptions {
  /** The command that synthesises the app; the one in cdk.json when absent. */
  readonly app?: string
  readonly stage?: string
  /** The parties file to deploy; the committed one when absent. */
  readonly partiesPath?: string
  readonly onLine: (line: string) => void
}

/** Synthesises the app into a folder, as for AWS. Needs no emulator. */
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
 * Deploys the app that goes to AWS to a local emulator, with the stock CDK. Removes from the template what the emulator
 * does not know (emulator-gaps.ts), and restores afterwards what can be restored.
 *
 * @throws Error when a step fails, or when the deployment is not as the template says
 */
export async function deployLocally(endpoint: EmulatorEndpoint, options: LocalDeployOptions): Promise<LocalDeployment> {
  const started = performance.now()
  await mkdir(localFolder, { recursive: true })
  const assemblyFolder = await mkdtemp(join(localFolder, "assembly-"))
  try {
    const stacks = await deployAssembly(assemblyFolder, endpoint, options)
    const absent = await restoreGaps(endpoint, stacks)
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
  options.onLine("Synthesising the app and bootstrapping the emulator")
  await Promise.all([
    synthesise(assemblyFolder, environment, options),
    cdk(environment, ["bootstrap", `aws://${emulatorAccount}/${emulatorRegion}`, "--app", "", "--quiet"]),
  ])
  const local = await adaptAssembly(assemblyFolder)
  options.onLine(`Deploying the stacks ${local.map(({ stackName }) => stackName).join(", ")}`)
  await cdk(environment, [
    ...["deploy", "--all", "--app", assemblyFolder, "--method", "direct", "--require-approval", "never"],
    ...["--concurrency", "4", "--asset-parallelism", "--progress", "events"],
  ])
  options.onLine("Restoring what the emulator dropped, and verifying the deployment")
  return readDeployedStacks(endpoint, local)
}

async function cdk(environment: Record<string, string>, args: readonly string[]): Promise<void> {
  const command = join(projectFolder, "node_modules/.bin/node")
  const cli = join(projectFolder, "node_modules/aws-cdk/bin/cdk")
  await runCommand(command, [cli, ...args, "--no-notices", "--no-color"], { environment })
}
