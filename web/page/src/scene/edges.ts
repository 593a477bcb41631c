// Draws edges as ribbons along a bent line, so that several between the same two nodes lie side by side; with gaps where nothing is said to have
// happened, and a head where the relation has a direction. Each ribbon is written out as triangles, for the reason given in nodes.ts.
import { EdgeProgram } from 'sigma/rendering';
import type { ProgramInfo } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

export interface EdgeDisplay extends EdgeDisplayData {
  /** How far the middle of the line is from that of its ends, as a part of their distance; half of it is seen. */
  bend: number;
  dash: [number, number];
  directed: boolean;
}

const VERTEX = `
attribute vec2 a_source;
attribute vec2 a_target;
attribute float a_targetSize;
attribute float a_width;
attribute float a_bend;
attribute vec2 a_dash;
attribute float a_head;
attribute vec4 a_color;
attribute vec4 a_id;
attribute float a_step;
attribute float a_side;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_dash;
varying float v_along;
varying float v_rest;
varying float v_across;
varying float v_half;
varying float v_head;
const float bias = 255.0 / 254.0;
void main() {
  float pixel = 2.0 * u_correctionRatio;
  vec2 chord = a_target - a_source;
  float arc = max(length(chord), 1e-6) * (1.0 + 0.667 * a_bend * a_bend) / pixel;
  vec2 control = (a_source + a_target) * 0.5 + vec2(-chord.y, chord.x) * a_bend;
  float end = max(0.02, 1.0 - (a_targetSize / u_sizeRatio + 1.5) / arc);
  float t = a_step * end;
  vec2 place = mix(mix(a_source, control, t), mix(control, a_target, t), t);
  vec2 tangent = normalize(mix(control - a_source, a_target - control, t) + vec2(1e-9));
  v_half = max(a_width * 0.5 / u_sizeRatio, 0.5);
  v_head = a_head * min(v_half * 3.0 + 5.0, arc * 0.4);
  float reach = max(v_half + 3.0, v_head * 0.5 + 1.0);
  v_across = a_side * reach;
  v_along = t * arc;
  v_rest = (end - t) * arc;
  v_dash = a_dash;
  gl_Position = vec4((u_matrix * vec3(place + vec2(-tangent.y, tangent.x) * v_across * pixel, 1.0)).xy, 0.0, 1.0);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_dash;
varying float v_along;
varying float v_rest;
varying float v_across;
varying float v_half;
varying float v_head;
void main() {
  float away = abs(v_across);
  #ifdef PICKING_MODE
  if (away > v_half + 3.0) discard;
  gl_FragColor = v_color;
  #else
  float line = 1.0 - smoothstep(v_half - 0.5, v_half + 0.5, away);
  if (v_dash.y > 0.0) line *= 1.0 - smoothstep(v_dash.x - 0.5, v_dash.x + 0.5, mod(v_along, v_dash.x + v_dash.y));
  line *= step(v_head * 0.9, v_rest);
  float wing = v_rest * 0.46;
  float head = (1.0 - smoothstep(wing - 0.5, wing + 0.5, away)) * step(v_rest, v_head);
  float cover = max(line, head) * v_color.a;
  gl_FragColor = vec4(v_color.rgb * cover, cover);
  #endif
}`;

const UNIFORMS = ['u_matrix', 'u_sizeRatio', 'u_correctionRatio'] as const;
const STEPS = 8;
/** Corners of the two triangles of each step: how far along, and on which side. */
const RIBBON = Array.from({ length: STEPS }, (_, i) => {
  const [from, to] = [i / STEPS, (i + 1) / STEPS];
  return [
    [from, 1],
    [from, -1],
    [to, 1],
    [to, 1],
    [from, -1],
    [to, -1],
  ];
}).flat() as [number, number][];
const NUMBERS = 14;

export class BentEdgeProgram extends EdgeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: RIBBON.length,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_source', size: 2, type: FLOAT },
        { name: 'a_target', size: 2, type: FLOAT },
        { name: 'a_targetSize', size: 1, type: FLOAT },
        { name: 'a_width', size: 1, type: FLOAT },
        { name: 'a_bend', size: 1, type: FLOAT },
        { name: 'a_dash', size: 2, type: FLOAT },
        { name: 'a_head', size: 1, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_step', size: 1, type: FLOAT },
        { name: 'a_side', size: 1, type: FLOAT },
      ],
    };
  }

  processVisibleItem(id: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData): void {
    const edge = data as EdgeDisplay;
    const same = [
      source.x,
      source.y,
      target.x,
      target.y,
      target.size,
      edge.size,
      edge.bend,
      edge.dash[0],
      edge.dash[1],
      edge.directed ? 1 : 0,
      floatColor(edge.color),
      id,
    ];
    RIBBON.forEach(([step, side], i) => {
      this.array.set(same, start + i * NUMBERS);
      this.array[start + i * NUMBERS + 12] = step;
      this.array[start + i * NUMBERS + 13] = side;
    });
  }

  setUniforms({ sizeRatio, correctionRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations.u_sizeRatio!, sizeRatio);
    gl.uniform1f(uniformLocations.u_correctionRatio!, correctionRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix!, false, matrix);
  }
}
