import { memoryAnnouncedWalkers } from "../../../shared/detection/anomalies/memory-announced-walkers.ts"
import { announcedWalkersContract } from "./announced-walkers.contract.ts"

announcedWalkersContract("in memory", async () => memoryAnnouncedWalkers())
