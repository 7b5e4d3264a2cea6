import { Html } from './html.ts'

export const STYLE = new Html(`
:root { color-scheme: light dark; --line: light-dark(#d8dbe2, #3a3f4b); --soft: light-dark(#f4f5f8, #1e2127); --link: light-dark(#1749b5, #8ab4ff) }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; display: grid; grid-template-columns: 20rem minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid var(--line); font-size: .875rem }
nav h2 { font-size: .875rem; margin: 1rem 0 .25rem }
nav ul { list-style: none; margin: 0; padding: 0 }
main { padding: 1rem 2rem 4rem; max-width: 62rem }
a { color: var(--link) }
section { border-top: 1px solid var(--line); padding-top: .5rem; margin-top: 2rem }
h4 { margin: 1.25rem 0 .25rem }
.call { font-size: 1.125rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .875rem }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
td:first-child { width: 32% }
code, pre { font-family: ui-monospace, monospace; font-size: .8125rem; background: var(--soft) }
pre { padding: .75rem; overflow: auto }
summary { cursor: pointer; margin: .25rem 0 }
@media (max-width: 55rem) { body { display: block } nav { position: static; height: auto; border: 0 } }
@media print { nav { display: none } body { display: block } }
`)
