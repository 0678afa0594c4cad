// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One camera as the page draws it.
 *
 * @param id of the camera
 * @param width of its frames in pixels
 * @param height of its frames in pixels
 * @param seen when its last face came, in milliseconds since the epoch; 0 for never
 * @param stay how long a face stays in view without news, in milliseconds
 * @param frame number of the frame to be seen, if frames are shown and there is one
 * @param frameSeen when its last frame came, in milliseconds since the epoch, if frames are shown
 * @param model version that classified its last face
 * @param latency from the capture of its last face to this page's server, in milliseconds
 * @param events faces that came since the last message
 * @param faces those that are new
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CameraView(
    String id,
    int width,
    int height,
    long seen,
    long stay,
    @Nullable Long frame,
    @Nullable Long frameSeen,
    @Nullable String model,
    @Nullable Long latency,
    long events,
    List<FaceView> faces) {

  CameraView {
    faces = List.copyOf(faces);
  }
}
