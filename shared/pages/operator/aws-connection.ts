/** Settings of the SDK clients of one caller. Credentials come from where the SDK finds them. */
export type AwsConnection = {
  readonly region: string
  /** Replaces the addresses of AWS, for an emulator. */
  readonly endpoint?: string
  readonly maxAttempts: number
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number }
}
