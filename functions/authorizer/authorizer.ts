export const handler = () => {
  throw new Error('not built')
}
