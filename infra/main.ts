import { LawInvalid } from "../shared/desk/law/law-invalid.ts"

// What the CDK runs. Laws are read as the rest is loaded, so one whose file is wrong is found here.
try {
  await import("./synthesise-app.ts")
} catch (error) {
  if (!(error instanceof LawInvalid)) throw error
  process.stderr.write(`\n${error.message}\n\n`)
  process.exitCode = 1
}
