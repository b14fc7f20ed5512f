import { memoryAnnouncedWalkers } from "../../../shared/detection/announcements/memory-announced-walkers.ts"
import { announcedWalkersContract } from "./announced-walkers.contract.ts"

announcedWalkersContract("in memory", async () => memoryAnnouncedWalkers())
