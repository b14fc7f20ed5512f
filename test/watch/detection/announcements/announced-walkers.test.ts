import { memoryAnnouncedWalkers } from "../memory-stores.ts"
import { announcedWalkersContract } from "./announced-walkers.contract.ts"

announcedWalkersContract("in memory", async () => memoryAnnouncedWalkers())
