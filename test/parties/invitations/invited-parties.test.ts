import { memoryInvitedParties } from "../memory-stores.ts"
import { invitedPartiesContract } from "./invited-parties.contract.ts"

invitedPartiesContract("memory", async () => memoryInvitedParties())
