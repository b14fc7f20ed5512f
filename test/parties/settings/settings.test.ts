import { memorySettings } from "../memory-stores.ts"
import { settingsContract } from "./settings.contract.ts"

settingsContract("memory", async () => memorySettings())
