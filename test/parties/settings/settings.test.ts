import { memorySettings } from "../../../shared/parties/settings/memory-settings.ts"
import { settingsContract } from "./settings.contract.ts"

settingsContract("memory", async () => memorySettings())
