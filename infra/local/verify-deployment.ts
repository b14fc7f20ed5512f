import type { DeployedStack } from "./deployed-stack.ts"
import type { EmulatorEndpoint } from "./emulator-environment.ts"
export async function verifyDeployment(_e: EmulatorEndpoint, _s: readonly DeployedStack[]): Promise<void> {}
