// What the bundler makes of files that are no TypeScript.
declare module '*.css';
declare module 'graphology-layout-forceatlas2/iterate.js' {
  export default function iterate(settings: Record<string, number | boolean>, nodes: Float32Array, edges: Float32Array): void;
}
declare module 'worker:*' {
  const code: string;
  export default code;
}
