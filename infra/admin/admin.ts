import { runAdmin } from './run.ts'

/** `npm run admin -- …` */
const { exitCode, out, err } = await runAdmin(process.argv.slice(2))
if (out !== '') console.log(out)
if (err !== '') console.error(err)
process.exitCode = exitCode
