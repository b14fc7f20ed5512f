import { memoryDrills } from "../../../shared/parties/drills/memory-drills.ts"
import { drillsContract } from "./drills.contract.ts"

drillsContract("memory", async () => memoryDrills())
