/**
 * Runs something in an environment with these variables, and with no credentials of this machine. An exchange may run
 * on this machine: without its address here, commands would find it by the file that it left.
 */
export async function withVariables<Made>(
  variables: Readonly<Record<string, string>>,
  run: () => Promise<Made>,
): Promise<Made> {
  const before = process.env
  process.env = {
    PATH: before["PATH"],
    HOME: "/nonexistent",
    AWS_EC2_METADATA_DISABLED: "true",
    WAYSEAL_API_URL: "http://127.0.0.1:9",
    ...variables,
  }
  try {
    return await run()
  } finally {
    process.env = before
  }
}
