// The borders of the map: a file of the server's, or in the page where it is one file.
import type { Feature, Geometry } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

export interface World {
  /** `id` is ISO 3166-1 alpha-3; what has none is drawn, and belongs to nobody. */
  countries: Feature<Geometry, { name?: string }>[];
  borders: Geometry;
}

type Atlas = Topology<{ countries: GeometryCollection<{ name?: string }> }>;
let loaded: Promise<World> | null = null;

async function load(): Promise<World> {
  const inside = document.getElementById('entente-world')?.textContent;
  const atlas: Atlas = inside ? JSON.parse(inside) : await (await fetch('world.json')).json();
  return { countries: feature(atlas, atlas.objects.countries).features, borders: mesh(atlas, atlas.objects.countries, (a, b) => a !== b) };
}

export const world = (): Promise<World> => (loaded ??= load());
