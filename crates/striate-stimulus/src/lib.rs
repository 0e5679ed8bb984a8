//! Sessions and lift sets to growth stimulus per muscle and fiber pool, impact and cardio load.
