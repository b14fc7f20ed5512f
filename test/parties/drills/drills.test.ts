import { memoryDrills } from "../memory-stores.ts"
import { drillsContract } from "./drills.contract.ts"

drillsContract("memory", async () => memoryDrills())
