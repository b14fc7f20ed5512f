/** Says that something is being loaded. */
export function Loading({ of }: { readonly of: string }) {
  return (
    <p className="loading" role="status">
      {of}
    </p>
  )
}
