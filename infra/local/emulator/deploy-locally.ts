import { rm } from "node:fs/promises"
import { join } from "node:path"
import { projectFolder } from "../host-environment.ts"
import { makeLocalFolder } from "../local-folders.ts"
import { type DeployedStack, readDeployedStacks } from "./deployed-stack.ts"
import {
  type EmulatorEndpoint,
  emulatorAccount,
  emulatorEnvironment,
  emulatorRegion,
  environmentWithoutEmulator,
} from "./emulator-environment.ts"
import { adaptAssembly } from "./local-assembly.ts"
import { restoreGaps } from "./restore-gaps.ts"
import { runCommand } from "./run-command.ts"
import { verifyDeployment } from "./verify-deployment.ts"

/** What is deployed. */
export interface LocalApp {
  /** Absent: the trial of who has configured nothing. */
  readonly stage?: string
  /** Absent: that of the stage. */
  readonly partiesPath?: string
  /** The folder of the version to deploy; by default this project. */
  readonly project?: string | undefined
  /** The folder of the stages; by default that of the version. */
  readonly stages?: string | undefined
}

/**
 * Synthesises the app as for AWS. Needs no emulator, so it can run while the emulator starts.
 *
 * @returns the folder of the assembly, for the caller to remove
 */
export async function synthesiseLocally({ stage, partiesPath, project, stages }: LocalApp): Promise<string> {
  const assemblyFolder = await makeLocalFolder("assembly")
  const given = Object.entries({ stage, parties: partiesPath, stages })
  const context = given.flatMap(([name, value]) => (value === undefined ? [] : ["-c", `${name}=${value}`]))
  try {
    await cdk(environmentWithoutEmulator(), ["synth", "--quiet", "--output", assemblyFolder, ...context], project)
    return assemblyFolder
  } catch (error) {
    await rm(assemblyFolder, { recursive: true, force: true })
    throw error
  }
}

/**
 * Deploys the app that goes to AWS to a local emulator, with the stock CDK. Removes from the template what the emulator
 * does not know (emulator-gaps.ts), and restores afterwards what can be restored.
 *
 * @param synthesis the folder of the assembly, from `synthesiseLocally`
 * @throws Error when a step fails, or when the deployment is not as the template says
 */
export async function deployLocally(
  endpoint: EmulatorEndpoint,
  synthesis: Promise<string>,
  onLine: (line: string) => void,
): Promise<readonly DeployedStack[]> {
  onLine("Bootstrapping the emulator")
  const bootstrap = ["bootstrap", `aws://${emulatorAccount}/${emulatorRegion}`, "--app", "", "--quiet"]
  const [assemblyFolder] = await Promise.all([synthesis, cdk(emulatorEnvironment(endpoint), bootstrap)])
  return deployAssembly(assemblyFolder, endpoint, onLine)
}

/**
 * Deploys an assembly to an emulator that is bootstrapped, over what is deployed there, if anything is.
 *
 * @param assemblyFolder from `synthesiseLocally`; it is changed
 * @param first the stack to deploy before the others, alone
 */
export async function deployAssembly(
  assemblyFolder: string,
  endpoint: EmulatorEndpoint,
  onLine: (line: string) => void,
  first?: string,
): Promise<readonly DeployedStack[]> {
  const stacks = await deployStacks(assemblyFolder, endpoint, { onLine, first })
  await restoreGaps(endpoint, stacks)
  await verifyDeployment(endpoint, stacks)
  return stacks
}

async function deployStacks(
  assemblyFolder: string,
  endpoint: EmulatorEndpoint,
  { onLine, first }: { readonly onLine: (line: string) => void; readonly first: string | undefined },
): Promise<readonly DeployedStack[]> {
  const local = await adaptAssembly(assemblyFolder)
  onLine(`Deploying the stacks ${local.map(({ stackName }) => stackName).join(", ")}`)
  const deploy = (...stacks: readonly string[]) =>
    cdk(emulatorEnvironment(endpoint), [
      ...["deploy", ...stacks, "--app", assemblyFolder, "--method", "direct", "--require-approval", "never"],
      ...["--concurrency", "4", "--asset-parallelism", "--progress", "events"],
    ])
  if (first !== undefined) await deploy(first, "--exclusively")
  await deploy("--all")
  onLine("Restoring what the emulator dropped, and verifying the deployment")
  return readDeployedStacks(endpoint, local)
}

/**
 * The CDK asks every five seconds whether a stack is there, and has no option for that. The emulator makes most stacks
 * in less than one.
 */
const asksSooner =
  "data:text/javascript,const later = setTimeout; globalThis.setTimeout = (work, milliseconds, ...given) => later(work, milliseconds === 5000 ? 200 : milliseconds, ...given)"

async function cdk(environment: Record<string, string>, args: readonly string[], folder = projectFolder) {
  const command = join(projectFolder, "node_modules/.bin/node")
  const cli = ["--import", asksSooner, join(projectFolder, "node_modules/aws-cdk/bin/cdk")]
  await runCommand(command, [...cli, ...args, "--no-notices", "--no-color"], { environment, folder })
}
