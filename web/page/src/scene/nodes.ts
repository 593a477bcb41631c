// Draws nodes: one shape for each kind of thing, a rim in the colour of the page so that neighbours stay apart, and a ring around what is selected.
// A node is one point, without instancing: where the processor draws, as on a machine without a graphics card, an instance costs as much as a drawing.
import { NodeProgram } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import type { ProgramInfo } from 'sigma/rendering';
import { SHAPES, type Shape } from '../look';

export interface NodeDisplay extends NodeDisplayData {
  shape: Shape;
  ringed: boolean;
}

export type Colour = [number, number, number];

const VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_ring;
attribute vec4 a_color;
attribute vec4 a_id;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying float v_radius;
varying float v_reach;
varying float v_shape;
varying float v_ring;
const float bias = 255.0 / 254.0;
void main() {
  v_radius = a_size / u_sizeRatio;
  v_reach = v_radius * 1.2 + 2.0 + 4.0 * a_ring;
  v_shape = a_shape;
  v_ring = a_ring;
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0);
  gl_PointSize = 2.0 * v_reach * u_pixelRatio;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// Distances to the outline are in pixels, negative inside.
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_radius;
varying float v_reach;
varying float v_shape;
varying float v_ring;
uniform vec3 u_rim;
uniform vec3 u_ink;
float outline(vec2 p) {
  vec2 q = abs(p);
  if (v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) return max(q.x, q.y) - 0.85;
  if (v_shape < 2.5) return (q.x + q.y - 1.15) * 0.7071;
  if (v_shape < 4.5) {
    float y = v_shape < 3.5 ? p.y : -p.y;
    return max(-y - 0.8, dot(vec2(q.x, y - 1.15), vec2(0.875, 0.484)));
  }
  return max(q.y - 0.92, dot(q, vec2(0.866, 0.5)) - 0.91);
}
void main() {
  vec2 place = (gl_PointCoord * 2.0 - 1.0) * vec2(v_reach, -v_reach);
  float distance = outline(place / v_radius) * v_radius;
  #ifdef PICKING_MODE
  if (distance > 3.0) discard;
  gl_FragColor = v_color;
  #else
  vec3 color = mix(v_color.rgb, u_rim, smoothstep(-0.5, 0.5, distance));
  float cover = 1.0 - smoothstep(1.0, 2.0, distance);
  float ring = v_ring * smoothstep(1.5, 2.0, distance) * (1.0 - smoothstep(3.5, 4.5, distance));
  color = mix(color, u_ink, ring);
  cover = max(cover, ring) * v_color.a;
  gl_FragColor = vec4(color * cover, cover);
  #endif
}`;

const UNIFORMS = ['u_matrix', 'u_sizeRatio', 'u_pixelRatio', 'u_rim', 'u_ink'] as const;

/** The program of nodes, with the colours of the page as they are when it draws. */
export function nodeProgram(colours: () => { page: Colour; ink: Colour }) {
  return class extends NodeProgram<(typeof UNIFORMS)[number]> {
    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: POINTS,
        UNIFORMS,
        ATTRIBUTES: [
          { name: 'a_position', size: 2, type: FLOAT },
          { name: 'a_size', size: 1, type: FLOAT },
          { name: 'a_shape', size: 1, type: FLOAT },
          { name: 'a_ring', size: 1, type: FLOAT },
          { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
      };
    }

    processVisibleItem(id: number, start: number, data: NodeDisplayData): void {
      const node = data as NodeDisplay;
      this.array.set([node.x, node.y, node.size, SHAPES.indexOf(node.shape), node.ringed ? 1 : 0, floatColor(node.color), id], start);
    }

    setUniforms({ sizeRatio, pixelRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      const { page, ink } = colours();
      gl.uniform1f(uniformLocations.u_sizeRatio!, sizeRatio);
      gl.uniform1f(uniformLocations.u_pixelRatio!, pixelRatio);
      gl.uniform3f(uniformLocations.u_rim!, ...page);
      gl.uniform3f(uniformLocations.u_ink!, ...ink);
      gl.uniformMatrix3fv(uniformLocations.u_matrix!, false, matrix);
    }
  };
}
